import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { TestUser } from '../../src/testing/http-client.ts'
import { malformed } from '../../src/testing/malformed.ts'
import { type MarketClient, marketClient } from '../../src/testing/market.ts'
import { closeSockets, connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Document 2's socket: who hears what, and nobody else anything.

let souk: TestSouk
let market: MarketClient
let owner: TestUser
let maker: TestUser
let stranger: TestUser
let staff: string

beforeAll(async () => {
  souk = await startTestSouk()
  market = marketClient(souk)
  owner = await souk.signUp('jude')
  maker = await souk.signUp('amara')
  stranger = await souk.signUp('chidi')
  staff = await souk.logIn(ADMIN.username, ADMIN.password)
})
afterAll(() => souk.stop())
afterEach(closeSockets)

const feedOf = (souk: TestSouk) => `${souk.url.replace('http', 'ws')}/ws/p2p/`

async function listen(user: TestUser, souk_ = souk): Promise<SocketClient> {
  return connectSocket(`${feedOf(souk_)}?token=${user.token}`)
}

/** Shows that nothing else was said to a user: his next frame is that of a deal made just now. */
async function expectSilence(user: TestUser, client: SocketClient): Promise<void> {
  const ad = await market.newAd(user)
  const offer = await market.newOffer(user.id === maker.id ? owner : maker, ad)
  expect(await client.next()).toMatchObject({ type: 'ad_interest', ad_id: ad, offer_id: offer })
}

describe.each([
  { adType: 'sell', who: 'buyer', seller: () => owner, buyer: () => maker },
  { adType: 'buy', who: 'seller', seller: () => maker, buyer: () => owner },
])('an offer on a $adType ad', ({ adType, who, seller, buyer }) => {
  const begin = async () => {
    const ad = await market.newAd(owner, { ad_type: adType })
    return { ad, offer: await market.newOffer(maker, ad, '1.5') }
  }

  test('is told to the owner of the ad', async () => {
    const [own, other] = [await listen(owner), await listen(maker)]
    const { ad, offer } = await begin()
    expect(await own.next()).toEqual({
      message: `You have an interested ${who} on your p2p ad`,
      type: 'ad_interest',
      ad_id: ad,
      offer_id: offer,
    })
    await expectSilence(maker, other)
  })

  test('marked as paid is told to who sells the coin', async () => {
    const { offer } = await begin()
    const [sells, buys] = [await listen(seller()), await listen(buyer())]
    await market.act('paid', offer, buyer())
    expect(await sells.next()).toEqual({
      message: `${buyer().username} has claimed to have made payment regarding your P2P advertisement.`,
      type: 'payment_indication',
      username: expect.any(String),
      offer_id: offer,
    })
    await expectSilence(buyer(), buys)
  })

  test('released is told to who buys the coin, with the amount as a number', async () => {
    const { offer } = await begin()
    const [sells, buys] = [await listen(seller()), await listen(buyer())]
    await market.act('release', offer, seller())
    expect(await buys.next()).toEqual({
      message: 'Funds have been released',
      amount: 1.5,
      type: 'funds_released',
      crypto_currency: 'btc',
    })
    await expectSilence(seller(), sells)
  })

  test('cancelled is told to the other side', async () => {
    const { offer } = await begin()
    const [sells, buys] = [await listen(seller()), await listen(buyer())]
    await market.act('cancel', offer, buyer())
    expect(await sells.next()).toEqual({
      message: `${buyer().username} has cancelled their offer regarding your P2P advertisement.`,
      type: 'offer_cancel',
      username: expect.any(String),
      offer_id: offer,
    })
    await expectSilence(buyer(), buys)
  })

  test('refunded by staff is told to both sides, released by them to the buyer', async () => {
    const [first, second] = [await begin(), await begin()]
    for (const { offer } of [first, second]) {
      await market.act('paid', offer, buyer())
      await market.act('dispute', offer, seller(), { reason: 'no money came' })
    }
    const [sells, buys] = [await listen(seller()), await listen(buyer())]
    const resolve = (offer: number, outcome: string) =>
      souk.post(`/p2p/offer/resolve/${offer}/`, { outcome }, staff)
    await resolve(first.offer, 'refund')
    const frame = {
      message: 'amara has cancelled their offer regarding your P2P advertisement.',
      type: 'offer_cancel',
      username: expect.any(String),
      offer_id: first.offer,
    }
    expect(await sells.next()).toEqual(frame)
    expect(await buys.next()).toEqual(frame)
    await resolve(second.offer, 'release')
    expect(await buys.next()).toMatchObject({ type: 'funds_released', amount: 1.5 })
    await expectSilence(seller(), sells)
  })
})

test('every connection of a user hears, strangers and staff do not', async () => {
  const [one, two] = [await listen(owner), await listen(owner)]
  const outsider = await listen(stranger)
  const ad = await market.newAd(owner)
  const offer = await market.newOffer(maker, ad)
  for (const client of [one, two]) expect(await client.next()).toMatchObject({ offer_id: offer })
  await expectSilence(stranger, outsider)
})

test('a deal made through one process is heard on another', async () => {
  const second = await startTestSouk({ DATABASE_URL: souk.databaseUrl })
  try {
    const far = await listen(owner, second)
    const ad = await market.newAd(owner)
    await market.newOffer(maker, ad)
    expect(await far.next()).toMatchObject({ type: 'ad_interest', ad_id: ad })
  } finally {
    await second.stop()
  }
})

test.each([
  ['no credential', ''],
  ['a bad one', '?token=nonsense'],
])('%s does not get in', async (_, query) => {
  await expect(connectSocket(feedOf(souk) + query)).rejects.toThrow('refused with 401')
})

test('what a client sends is ignored; logging out closes the socket', async () => {
  const token = await souk.logIn(stranger.username, stranger.password)
  const client = await listen({ ...stranger, token })
  client.send(malformed({ action: 'join' }))
  client.send(malformed('not even JSON'))
  await expectSilence(stranger, client)
  await souk.post('/auth/logout', {}, token)
  expect(await client.closed).toBe(4401)
})
