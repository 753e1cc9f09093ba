import type { PoolClient } from 'pg'
import { BY, measureDeals, type Pair, prepared } from '../deals.ts'
import { type Row, ratioRow } from '../report.ts'
import type { RunningSouk, World } from '../world.ts'

/** Each pair has a sell ad of its own, which all its offers together do not use up. */
interface Side extends Pair {
  readonly ad: number
}

/** offer → paid → release: ours over HTTP, against the database alone. */
export async function offers(world: World): Promise<Row[]> {
  const { ours, onPg } = await measureDeals<Side>(world, {
    prefix: 'offer',
    prepare: advertise,
    overHttp,
    onPg: [preparedOffer],
  })
  const [statements = 0] = onPg
  return [ratioRow('offer lifecycle, HTTP', 'prepared statements on pg', ours, statements, 0.5)]
}

async function advertise(souk: RunningSouk, pair: Pair): Promise<Side> {
  const { token } = pair.seller
  await souk.post('/p2p/ad/', token, {
    ad_type: 'sell',
    crypto_currency: 'usdt',
    crypto_amount: '100000',
    price_per_unit: '1',
    fiat_currency: 'usd',
    payment_method: 'bank_transfer',
  })
  const { entity } = (await souk.get('/p2p/ads/mine/', token)) as { entity: { id: number }[] }
  return { ...pair, ad: entity[0]?.id ?? 0 }
}

async function overHttp(souk: RunningSouk, { seller, buyer, ad }: Side): Promise<void> {
  const body = { ad, currency_amount: '0.01', fiat_amount: '0.01' }
  const { entity } = (await souk.post('/p2p/offer/create/', buyer.token, body)) as {
    entity: { id: number }
  }
  await souk.post(`/p2p/offer/paid/${entity.id}/`, buyer.token)
  await souk.post(`/p2p/offer/release/${entity.id}/`, seller.token)
}

const CREATE = `select offer from create_offer(${BY},
  jsonb_build_object('ad_id', $2::bigint, 'amount', '0.01', 'fiat_amount', '0.01'), '{}', 0, null)`
const PAY = `select offer from transition_offer(${BY}, $2, 'offer.paid', 'seller', null,
  '{pending/buyer_maker}', '{paid}', '{keep}')`
const RELEASE = `select offer from transition_offer(${BY}, $2, 'offer.released', 'buyer', null,
  '{paid/seller_owner}', '{released}', '{post}')`

/** The same three transitions, each a single prepared statement. */
async function preparedOffer(client: PoolClient, { seller, buyer, ad }: Side): Promise<void> {
  const run = prepared(client)
  const { id } = (await run('bench-offer', CREATE, [buyer.id, ad])).offer
  await run('bench-pay', PAY, [buyer.id, id])
  await run('bench-release-offer', RELEASE, [seller.id, id])
}
