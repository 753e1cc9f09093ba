import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks, purseOf } from '../../src/testing/books.ts'
import { type TestUser, tally } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Many real requests at the same moment. Whoever wins, exactly one does.

let souk: TestSouk
let books: Books
let buyers: TestUser[]
beforeAll(async () => {
  souk = await startTestSouk()
  books = await openBooks(souk.databaseUrl)
  buyers = await Promise.all(Array.from({ length: 50 }, (_, i) => souk.signUp(`buyer${i}`)))
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

let sellers = 0
const newSeller = () => {
  sellers += 1
  return souk.signUp(`seller${sellers}`)
}

const create = (seller: TestUser, amount: number | string = 1) =>
  souk.post('/trades', { asset: 'BTC', amount }, seller.token)

async function newTrade(seller: TestUser, amount: number | string = 1): Promise<number> {
  const { status, body } = await create(seller, amount)
  expect(status).toBe(201)
  return body.id
}

const buyerAt = (i: number): TestUser => {
  const buyer = buyers[i % buyers.length]
  if (!buyer) throw new Error('no buyers')
  return buyer
}

const act = (verb: string, id: number, user: TestUser, body?: object) =>
  souk.post(`/trades/${id}/${verb}`, body, user.token)

async function purse({ id }: TestUser): Promise<{ available: string; held: string }> {
  const { available, held } = purseOf((await books.purses([id]))[id])
  return { available, held }
}

test('of 50 buyers of one trade exactly one gets it', async () => {
  const seller = await newSeller()
  const id = await newTrade(seller)
  const answers = await Promise.all(buyers.map((buyer) => act('buy', id, buyer)))
  expect(tally(answers)).toEqual({ 200: 1, 409: 49 })
  const winner = buyerAt(answers.findIndex(({ status }) => status === 200))
  const { body } = await souk.get(`/trades/${id}`, seller.token)
  expect(body).toMatchObject({ status: 'in_progress', buyer_name: winner.username })
  expect(await purse(seller)).toEqual({ available: '99', held: '1' })
})

test('a buyer and the seller who cancels at the same moment: one of them is too late', async () => {
  const seller = await newSeller()
  for (let round = 0; round < 20; round += 1) {
    const id = await newTrade(seller)
    const answers = await Promise.all([
      act('cancel', id, seller),
      act('buy', id, buyerAt(round)),
      act('cancel', id, seller),
    ])
    expect(tally(answers)).toEqual({ 200: 1, 409: 2 })
  }
  const { available, held } = await purse(seller)
  expect(Number(available) + Number(held)).toBe(100)
})

test('release, cancel and dispute at the same moment: one of them wins, and the money adds up', async () => {
  const seller = await newSeller()
  const buyer = buyerAt(0)
  const [before, beforeOfBuyer] = [await purse(seller), await purse(buyer)]
  const rounds = 24
  const ended: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const id = await newTrade(seller, '0.5')
    expect((await act('buy', id, buyer)).status).toBe(200)
    const moves = [
      () => act('release', id, seller),
      () => act('cancel', id, buyer),
      () => act('dispute', id, round % 2 ? seller : buyer, { reason: 'nothing came' }),
    ]
    // Each begins first equally often.
    const turned = moves.map((_, i) => moves[(i + round) % moves.length] ?? moves[0])
    const answers = await Promise.all(turned.map((move) => move?.()))
    expect(tally(answers.filter((answer) => answer !== undefined))).toEqual({ 200: 1, 409: 2 })
    ended.push((await souk.get(`/trades/${id}`, seller.token)).body.status)
  }
  const count = (status: string) => ended.filter((each) => each === status).length
  expect(count('completed') + count('cancelled') + count('disputed')).toBe(rounds)
  expect(await purse(seller)).toEqual({
    available: String(Number(before.available) - (count('completed') + count('disputed')) / 2),
    held: String(count('disputed') / 2),
  })
  expect((await purse(buyer)).available).toBe(
    String(Number(beforeOfBuyer.available) + count('completed') / 2),
  )
})

test('of two members of staff who settle a dispute at the same moment one is too late', async () => {
  const [seller, one, other] = [await newSeller(), await newSeller(), await newSeller()]
  await souk.sql(`update users set is_staff = true where id in (${one.id}, ${other.id})`)
  for (let round = 0; round < 10; round += 1) {
    const id = await newTrade(seller, '0.5')
    await act('buy', id, buyerAt(1))
    await act('dispute', id, seller, { reason: 'nothing came' })
    const answers = await Promise.all([
      act('resolve', id, one, { outcome: 'release' }),
      act('resolve', id, other, { outcome: 'refund' }),
    ])
    expect(tally(answers)).toEqual({ 200: 1, 409: 1 })
  }
  expect((await purse(seller)).held).toBe('0')
})

test('of four trades of 40 at once out of a wallet of 100, exactly two are made', async () => {
  const seller = await newSeller()
  const answers = await Promise.all([40, 40, 40, 40].map((amount) => create(seller, amount)))
  expect(tally(answers)).toEqual({ 201: 2, 400: 2 })
  expect(answers.find(({ status }) => status === 400)?.body.message).toBe('Insufficient balance')
  expect(await purse(seller)).toEqual({ available: '20', held: '80' })
})

test('100 trades of 2 at once out of a wallet of 100: 50 are made, and not a satoshi is lost', async () => {
  const seller = await newSeller()
  const answers = await Promise.all(Array.from({ length: 100 }, () => create(seller, 2)))
  expect(tally(answers)).toEqual({ 201: 50, 400: 50 })
  expect(await purse(seller)).toEqual({ available: '0', held: '100' })
})

test('people who trade with each other in both directions at once do not get in each other’s way', async () => {
  const people = buyers.slice(0, 6)
  const rounds = Array.from({ length: 60 }, (_, i) => i)
  const statuses = await Promise.all(
    rounds.map(async (i) => {
      const seller = people[i % people.length] ?? buyerAt(0)
      const buyer = people[(i + 1 + (i % (people.length - 1))) % people.length] ?? buyerAt(1)
      const id = await newTrade(seller, '0.25')
      const said = souk.post(`/trades/${id}/messages`, { message: 'hello' }, buyer.token)
      const bought = await act('buy', id, buyer)
      const released = await act('release', id, seller)
      return [(await said).status, bought.status, released.status]
    }),
  )
  expect(statuses).toEqual(rounds.map(() => [201, 200, 200]))
})

/** The same request many times at once, under one Idempotency-Key. */
function duplicates(path: string, user: TestUser, body: object | undefined, key: string) {
  const options = { token: user.token, body, headers: { 'idempotency-key': key } }
  return Promise.all(Array.from({ length: 20 }, () => souk.request('POST', path, options)))
}

test('20 duplicates under one Idempotency-Key make one trade, and all get its answer', async () => {
  const seller = await newSeller()
  const answers = await duplicates('/trades', seller, { asset: 'BTC', amount: 10 }, 'create')
  expect(tally(answers)).toEqual({ 201: 20 })
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  const replayed = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
  expect(replayed).toHaveLength(19)
  expect((await souk.get('/trades?mine=true', seller.token)).body).toHaveLength(1)
  expect(await purse(seller)).toEqual({ available: '90', held: '10' })
})

test('20 duplicates of a purchase and of a release all succeed, and happen once', async () => {
  const seller = await newSeller()
  const buyer = await newSeller()
  const id = await newTrade(seller, 10)
  const bought = await duplicates(`/trades/${id}/buy`, buyer, undefined, 'buy')
  expect(tally(bought)).toEqual({ 200: 20 })
  const released = await duplicates(
    `/trades/${id}/release`,
    seller,
    { seller_id: seller.id },
    'let-go',
  )
  expect(tally(released)).toEqual({ 200: 20 })
  expect(new Set(released.map(({ body }) => body.trade.status))).toEqual(new Set(['completed']))
  expect(await purse(seller)).toEqual({ available: '90', held: '0' })
  expect(await purse(buyer)).toEqual({ available: '110', held: '0' })
})

test('a key that was used is refused for another body or another route', async () => {
  const seller = await newSeller()
  const post = (path: string, body: object) =>
    souk.request('POST', path, {
      token: seller.token,
      body,
      headers: { 'idempotency-key': 'once' },
    })
  const first = await post('/trades', { asset: 'BTC', amount: 1 })
  expect(first.status).toBe(201)
  expect((await post('/trades', { asset: 'BTC', amount: 2 })).status).toBe(422)
  expect((await post('/trades', { asset: 'LTC', amount: 1 })).status).toBe(422)
  expect((await post(`/trades/${first.body.id}/cancel`, {})).status).toBe(422)
  expect((await post(`/trades/${first.body.id}/messages`, { message: 'hi' })).status).toBe(422)
  // The same trade said in other words is the same request.
  expect(await post('/trades/', { amount: '1', asset: 'btc' })).toMatchObject({
    status: 201,
    body: first.body,
  })
  expect(await purse(seller)).toEqual({ available: '99', held: '1' })
})

test('of different requests at once under one key one is done, and the others are refused', async () => {
  const seller = await newSeller()
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      souk.request('POST', '/trades', {
        token: seller.token,
        body: { asset: 'BTC', amount: i + 1 },
        headers: { 'idempotency-key': 'contested' },
      }),
    ),
  )
  expect(tally(answers)).toEqual({ 201: 1, 422: 9 })
  const won = answers.findIndex(({ status }) => status === 201) + 1
  expect(await purse(seller)).toEqual({ available: String(100 - won), held: String(won) })
})

test('a refused request keeps no key', async () => {
  const seller = await newSeller()
  const buyer = await newSeller()
  const id = await newTrade(seller)
  const keyed = (user: TestUser, verb: string) =>
    souk.request('POST', `/trades/${id}/${verb}`, {
      token: user.token,
      headers: { 'idempotency-key': 'again' },
    })
  expect((await keyed(seller, 'release')).status).toBe(409)
  expect((await act('buy', id, buyer)).status).toBe(200)
  expect((await keyed(seller, 'release')).status).toBe(200)
  expect((await keyed(seller, 'release')).status).toBe(200)

  const poor = { asset: 'BTC', amount: 1000 }
  const refused = await duplicates('/trades', buyer, poor, 'too-much')
  expect(tally(refused)).toEqual({ 400: 20 })
  const [first] = await duplicates('/trades', buyer, { ...poor, amount: 1 }, 'too-much')
  expect(first?.status).toBe(201)
})

test('the same key is another one for another user', async () => {
  const users = [await newSeller(), await newSeller()]
  const answers = await Promise.all(
    users.map((user) => duplicates('/trades', user, { asset: 'BTC', amount: 1 }, 'shared')),
  )
  const ids = new Set(answers.flat().map(({ body }) => body.id))
  expect(ids.size).toBe(2)
})
