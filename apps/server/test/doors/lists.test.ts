import { createClient, entriesOf, type SoukClient } from '@souk/client'
import { contract, procedures, type RestRoute } from '@souk/contract'
import { DIALECTS } from '@souk/rest-door'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, TestUser } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { refusalStatus } from '../../src/testing/rest-call.ts'
import { roomsClient } from '../../src/testing/rooms.ts'
import { shopClient } from '../../src/testing/shop.ts'
import { shopDeals } from '../../src/testing/shop-deals.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Every list of the contract, at every path that shows it, is read to its end by what `Link` offers.

let souk: TestSouk
/** Staff, and a side of everything there is. */
let seller: TestUser
let trade: number
let offer: number
let product: string
let ticket: string
let other: TestUser
let webhook: string
let request: string
let room: number
beforeAll(async () => {
  souk = await startTestSouk()
  seller = await souk.signUp('seller')
  const buyer = await souk.signUp('buyer')
  other = buyer
  await souk.sql(`update users set is_staff = true where username = 'seller'`)
  const market = marketClient(souk)
  const shop = shopClient(souk)
  const rooms = roomsClient(souk)
  await shop.newSeller(seller)
  for (const n of [1, 2, 3]) {
    product ??= await shop.newProduct(seller, { stockQuantity: 9 })
    const reader = await souk.signUp(`reader${n}`)
    await shop.newSeller(reader)
    const bought = await shop.newOrder(reader, await shop.newProduct(seller))
    await shop.newEscrow(reader, bought, 'ABC123')
    const sides = { buyer: reader, seller, product }
    await shopDeals(souk, sides).orderIn('COMPLETED')
    await souk.post(`/api/products/${product}/reviews`, { rating: n }, reader.token)
    const question = { subject: `Help ${n}`, content: 'How?', category: 'Other' }
    const asked = await souk.post('/api/support', question, seller.token)
    ticket ??= asked.body.data.id
    await souk.post(`/api/support/${ticket}/messages`, { content: `Hello ${n}` }, seller.token)
    const hook = { url: 'https://hooks.example/souk', events: ['ad.expired'] }
    const hooked = await souk.post('/api/webhooks', hook, seller.token)
    webhook ??= hooked.body.data.id
    await souk.post(`/api/webhooks/${webhook}/test`, {}, seller.token)
    const sold = await souk.post('/trades', { asset: 'btc', amount: '0.01' }, seller.token)
    trade ??= sold.body.id
    await souk.post(`/trades/${trade}/messages`, { message: `Hello ${n}` }, seller.token)
    const ad = await market.newAd(seller)
    const made = await market.newOffer(buyer, ad)
    await market.act('paid', made, buyer)
    await market.act('dispute', made, buyer, { reason: 'no answer' })
    offer ??= made
    await souk.post(`/p2p/offer/${offer}/messages/`, { message: `Hello ${n}` }, seller.token)
    const wanted = { title: `A map ${n}`, description: 'Of any harbour there is.' }
    const { body: theirs } = await souk.post('/api/v1/requests', wanted, reader.token)
    await souk.post(`/api/v1/requests/${theirs.id}/offers`, { price: n }, seller.token)
    const { body: own } = await souk.post('/api/v1/requests', wanted, seller.token)
    request ??= own.id
    await souk.post(`/api/v1/requests/${request}/offers`, { price: n }, reader.token)
    await souk.post(`/chat/messages/${buyer.id}/`, { message: `Hello ${n}` }, seller.token)
    await rooms.newRoom(reader, seller)
    room ??= await rooms.newRoom(buyer, seller)
    await rooms.say(seller, room, `Hello ${n}`)
    const path = `/chat/messages/${seller.id}/`
    const { body } = await souk.post(path, { message: 'Well?' }, reader.token)
    const report = { reason: 'rude' }
    await souk.post(`/chat/message/${body.entity.id}/report/`, report, seller.token)
    await souk.post(`/chat/blocks/${reader.id}/`, {}, seller.token)
    const coins = { currency: 'btc', amount: '0.01' }
    const address = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'
    await souk.post('/wallet/deposits/', coins, seller.token)
    await souk.post('/wallet/withdrawals/', { ...coins, address }, seller.token)
    const limit = { coin: ['btc', 'eth', 'ltc'][n - 1], maximum: '90' }
    await souk.request('PUT', '/exec/limits/', { token: seller.token, body: limit })
    // Of a member of staff, and so it waits for a second one.
    await souk.sql(`insert into remembered_devices values (gen_random_uuid(), ${seller.id},
      sha256('${n}'), now(), now() + interval '1 day')`)
    const ownLimit = { ...limit, user_id: seller.id }
    await souk.request('PUT', '/exec/limits/', { token: seller.token, body: ownLimit })
  }
})
afterAll(() => souk.stop())

const lists = [...procedures(contract)].flatMap(({ path, procedure }) => {
  const { shape } = procedure.input as { shape?: Record<string, unknown> }
  if (!shape || !('perPage' in shape)) return []
  const routes = procedure.rest.filter(({ method }) => method === 'GET')
  return routes.map((route) => ({ path, route }))
})

const pathOf = (route: RestRoute) =>
  route.path
    .replace('{trade_id}', `${trade}`)
    .replace('{offer_id}', `${offer}`)
    .replace('{room_id}', `${room}`)
    .replace('{productId}', product)
    .replace('{uid}', `${other.id}`)
    .replace('/webhooks/{id}', `/webhooks/${webhook}`)
    .replace('/requests/{id}', `/requests/${request}`)
    .replace('{id}', ticket)

/** The entries of a list, whatever the dialect calls them. */
const entriesIn = ({ body }: Answer): unknown[] =>
  Array.isArray(body)
    ? body
    : (body.entity?.messages ?? body.entity ?? body.data ?? Object.values(body).find(Array.isArray))

const nextIn = ({ headers }: Answer) => /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]

describe('every list over REST', () => {
  test('there are many', () => expect(lists.length).toBeGreaterThan(14))

  test.each(lists)('$route.path goes on from page to page', async ({ route }) => {
    const size = DIALECTS[route.dialect].perPage
    const whole = await souk.get(`${pathOf(route)}?${size}=100`, seller.token)
    expect(entriesIn(whole).length).toBeGreaterThanOrEqual(2)
    expect(nextIn(whole)).toBeUndefined()
    const seen: unknown[] = []
    let at: string | undefined = `${pathOf(route)}?${size}=1`
    for (let page = 1; at !== undefined; page += 1) {
      const answer: Answer = await souk.get(at, seller.token)
      expect(answer.status).toBe(200)
      seen.push(...entriesIn(answer))
      at = nextIn(answer)
      if (at !== undefined) {
        const given = new URL(at, souk.url).searchParams
        expect(Object.fromEntries(given)).toMatchObject({ page: `${page + 1}`, [size]: '1' })
        expect(given.get('cursor')).toMatch(/^[\w-]+$/)
      }
    }
    expect(new Set(seen.map((entry) => JSON.stringify(entry)))).toEqual(
      new Set(entriesIn(whole).map((entry) => JSON.stringify(entry))),
    )
    expect(seen).toHaveLength(entriesIn(whole).length)
  })

  test.each(lists)('$route.path refuses a cursor of something else', async ({ route }) => {
    const answer = await souk.get(`${pathOf(route)}?cursor=bm9uZSBvZiBvdXJz`, seller.token)
    expect(answer.status).toBe(refusalStatus(route, 'VALIDATION_FAILED'))
    expect(answer.body.message ?? answer.body.error).toContain('is not of this list')
  })
})

test('the SDK iterates over a list while others write', async () => {
  const client: SoukClient = createClient({ url: souk.url, token: seller.token })
  const seen: number[] = []
  for await (const { id } of entriesOf(client.trades.list, { mine: true, perPage: 1 })) {
    seen.push(id)
    await client.trades.create.mutate({ asset: 'btc', amount: '0.01' })
  }
  expect(seen).toEqual([trade + 2, trade + 1, trade])
  await client.close()
})
