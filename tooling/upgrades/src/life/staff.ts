import type { HttpClient } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

/** Limits, restrictions, a ban, coins switched off and on. The last word, for it stops others. */
export async function decideAsStaff(
  souk: HttpClient,
  { kemi, lanre }: People,
  { token }: { token: string },
): Promise<void> {
  const limit = (body: object) => souk.request('PUT', '/exec/limits/', { token, body })
  await limit({ coin: 'btc', maximum: '50' })
  await limit({ coin: 'btc', user_id: lanre.id, maximum: '5' })
  await limit({ payment_method: 'bank_transfer', fiat_currency: 'usd', maximum: '100000' })
  await limit({ coin: 'bnb', maximum: '1' })
  await limit({ coin: 'bnb', maximum: null })
  const settings = (id: number, body: object) =>
    souk.request('PATCH', `/exec/user/settings/${id}/`, { token, body })
  await settings(lanre.id, { can_trade_btc: false, can_withdraw: false, can_transfer: false })
  await settings(lanre.id, { can_transfer: true })
  await settings(kemi.id, { is_active: false })
  await souk.post('/exec/coin/disable/', { coin: 'trx' }, token)
  await souk.post('/exec/coin/disable/', { coin: 'bnb' }, token)
  await souk.post('/exec/coin/enable/', { coin: 'bnb' }, token)
}
