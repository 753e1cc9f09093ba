import type { ErrorCode } from '@souk/contract'
import type { Given } from '../recorder.ts'
import type { World } from '../world.ts'
import type { People, Person } from './people.ts'

/** What staff have switched off, bounded or taken away is refused at each call that deals. */
export async function tellOfRestrictions(world: World, people: People): Promise<void> {
  const deals = await dealsOf(world, people)
  const { tunde } = people
  const coin = (verb: string, code: string) =>
    tunde.quietly(`staff.coins.${verb}`, { body: { coin: code } })
  const bound = (code: string, maximum: string | null) =>
    tunde.quietly('staff.limits.set', { body: { coin: code, maximum } })

  for (const code of ['trx', 'btc']) await coin('disable', code)
  await deals.refuse('COIN_DISABLED', 'The coin is switched off')
  for (const code of ['trx', 'btc']) await coin('enable', code)

  await bound('trx', '10')
  await bound('btc', '0.0001')
  await deals.refuse('LIMIT_EXCEEDED', 'It is more than staff allow')
  for (const code of ['trx', 'btc']) await bound(code, null)

  const rights = ['can_trade_trx', 'can_trade_btc', 'can_withdraw', 'can_deposit', 'can_transfer']
  await tunde.quietly('staff.settings.update', {
    path: { user_id: people.femi.uuid },
    body: Object.fromEntries(rights.map((right) => [right, false])),
  })
  await deals.refuse('RESTRICTED', 'Staff have taken this right from Femi')
}

type Deal = readonly [id: string, by: Pick<Person, 'isRefused'>, given: Given]

const ADDRESS = 'TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC'
const AD = { ad_type: 'sell', payment_method: 'bank_transfer', fiat_currency: 'usd' }

/** A call of Femi’s to each operation that deals, in TRX or BTC, which would be well otherwise. */
async function dealsOf(world: World, people: People) {
  const { ada } = people
  const { femi } = people
  const trade = await ada.quietly('trades.create', { body: { asset: 'TRX', amount: '20' } })
  const advertised = { ...AD, crypto_currency: 'trx', price_per_unit: '0.25', crypto_amount: '30' }
  await ada.quietly('market.ads.create', { body: advertised })
  const [ad] = await ada.quietly('market.ads.mine', { query: { status: 'active' } })
  const [product] = await femi.quietly('shop.products.list', { query: { search: 'harbour' } })
  const given = { productId: product.id, quantity: 1 }
  const room = await femi.quietly('rooms.open', { body: { seller_id: `USR_${ada.id}` } })
  const priced = { product_id: product.id.replace('product', 'PRD'), price: '24.00', message: '' }
  const path = { room_id: room.id }
  const offer = await ada.quietly('rooms.sendOffer', { path, body: priced })
  const trx = { currency: 'trx', amount: '20' }
  const deals: readonly Deal[] = [
    ['trades.create', femi, { body: { asset: 'TRX', amount: '20' } }],
    ['trades.buy', femi, { path: { id: trade.id } }],
    ['market.ads.create', femi, { body: advertised }],
    [
      'market.offers.create',
      femi,
      { body: { ad: ad.id, currency_amount: '20', fiat_amount: '5.00' } },
    ],
    ['wallet.transfer', femi, { body: { ...trx, from: 'main', to: 'p2p' } }],
    ['wallet.deposits.create', femi, { body: trx }],
    ['wallet.withdrawals.create', femi, { body: { ...trx, address: ADDRESS } }],
    ['shop.orders.create', femi, { body: { items: [given] } }],
    [
      'rooms.respond',
      femi,
      { path: { offer_id: offer.id }, body: { response: 'accept', message: 'Good.' } },
    ],
  ]
  return {
    async refuse(code: ErrorCode, why: string) {
      for (const [id, by, given] of deals) {
        if (world.recorder.mayRefuse(id, code)) await by.isRefused(id, code, why, given)
      }
    },
  }
}
