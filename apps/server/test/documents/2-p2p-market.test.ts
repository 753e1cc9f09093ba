import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { differences, documentExamples } from '../../src/testing/documented.ts'
import { connectSocket, type SocketClient } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const exampleOf = documentExamples('2-p2p-market.json')

/** Somebody with a name, as the document's people have. */
interface Person {
  readonly id: number
  readonly uuid: string
  readonly token: string
}

let souk: TestSouk
let jude: Person
let amara: Person
let people = 0
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(() => souk.stop())
beforeEach(async () => {
  people += 1
  jude = await register('Jude')
  amara = await register('Amara')
})

async function register(fullname: string): Promise<Person> {
  const email = `${fullname.toLowerCase()}${people}@example.com`
  const password = 'a long secret 1'
  await souk.post('/auth/register', { email, password, fullname })
  const { body } = await souk.post('/auth/login', { email, password })
  const { access, user } = body.entity
  return { id: user.user_number, uuid: user.id, token: access }
}

/** The document's request with values that fit together; no ad ends while tests run. */
const AD = {
  crypto_currency: 'usdt',
  price_per_unit: '10.00',
  ad_type: 'sell',
  payment_method: 'bank_transfer',
  fiat_currency: 'usd',
  crypto_amount: '1000',
  start_date: '2024-10-31',
  end_date: '2999-10-31',
  auto_reply_message: 'Welcome',
  terms_of_trade: 'Pay within the hour',
  additional_information: 'Weekdays only',
  time_to_pay: 0,
}
const BANK = { bank_account_name: 'Amara', bank_account_number: '0123456', bank_name: 'A bank' }

const done = (message: string) => ({ status: 'success', entity: null, message, success: true })
const refused = (message: string) => ({ status: 'failure', entity: null, message, success: false })

async function adBy(owner: Person, fields: object = {}): Promise<number> {
  const answer = await souk.post('/p2p/ad/', { ...AD, ...fields }, owner.token)
  expect(answer.body).toEqual(done('Ad created successfully'))
  const [, id] = /^\/p2p\/ad\/detail\/(\d+)\/$/.exec(answer.headers.get('location') ?? '') ?? []
  return Number(id)
}

const offering = (ad: number, fields: object = {}) => ({
  currency_amount: '10',
  fiat_amount: '100.00',
  ...BANK,
  ad,
  ...fields,
})

async function offerBy(maker: Person, ad: number, fields: object = {}): Promise<number> {
  const { status, body } = await souk.post('/p2p/offer/create/', offering(ad, fields), maker.token)
  expect(body.message).toBe('Offer created successfully')
  expect(status).toBe(200)
  return body.entity.id
}

const act = (verb: string, id: number, { token }: Person) =>
  souk.post(`/p2p/offer/${verb}/${id}/`, undefined, token)

async function expectDone(verb: string, id: number, by: Person, message: string): Promise<void> {
  const { status, body } = await act(verb, id, by)
  expect(body).toEqual(done(message))
  expect(status).toBe(200)
}

async function expectRefused(verb: string, id: number, by: Person, message: string): Promise<void> {
  const { status, body } = await act(verb, id, by)
  expect(body).toEqual(refused(message))
  expect(status).toBe(400)
}

/** What a person has of USDT to trade with. */
async function available({ token }: Person): Promise<number> {
  const { body } = await souk.get('/p2p/wallet/', token)
  const row = body.entity.find(
    (one: { currency: string; wallet: string }) => one.currency === 'usdt' && one.wallet === 'p2p',
  )
  return Number(row.available)
}

describe('placing an ad', () => {
  test('as the document does, though its end has passed', async () => {
    const { request } = exampleOf('POST /p2p/ad/')
    expect(Object.keys(AD)).toEqual(Object.keys(request as object))
    const before = await available(jude)
    const ad = await adBy(jude, { start_date: '2024-10-31', end_date: '2024-10-31' })
    const { body } = await souk.get(`/p2p/ad/detail/${ad}`, amara.token)
    expect(body.entity.status).toBe('expired')
    expect(await available(jude)).toBe(before)
  })

  test('is refused to whom staff have restricted', async () => {
    const staff = await souk.logIn(ADMIN.username, ADMIN.password)
    const settings = `/exec/user/settings/${jude.uuid}/`
    const body = { can_trade_usdt: false }
    expect((await souk.request('PATCH', settings, { token: staff, body })).status).toBe(200)
    const answer = await souk.post('/p2p/ad/', AD, jude.token)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(
      refused('You have been restricted from trading usdt, please contact support'),
    )
  })

  test('is refused to whom has too little', async () => {
    const answer = await souk.post('/p2p/ad/', { ...AD, crypto_amount: '100000.5' }, jude.token)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(
      refused('Insufficient p2p balance, please move some funds to your p2p wallet'),
    )
  })

  test('is refused for a wrong field, which is named', async () => {
    const answer = await souk.post('/p2p/ad/', { ...AD, ad_type: 'gift' }, jude.token)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(refused(expect.stringMatching(/^\(ad_type\) /)))
  })

  test('needs somebody who is signed in', async () => {
    const answer = await souk.post('/p2p/ad/', AD)
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual(refused('Authentication required'))
  })
})

test('an ad is read as documented, with nothing of its owner that is private', async () => {
  const ad = await adBy(jude, { time_to_pay: 3, min_limit: '30', max_limit: '6000' })
  await offerBy(amara, ad)
  const { status, body } = await souk.get(`/p2p/ad/detail/${ad}`, amara.token)
  expect(status).toBe(200)
  const example = exampleOf('GET /p2p/ad/detail/{id}').response
  const nulls = ['last_login', 'trade_completed_at']
  expect(differences(body, example, { nulls })).toEqual([])
  expect(body.entity).toMatchObject({
    id: ad,
    crypto_currency: 'usdt',
    price_per_unit: '10.00',
    ad_type: 'sell',
    fiat_currency: 'usd',
    crypto_amount: '1000.00000000000000000000',
    start_date: '2024-10-31',
    end_date: '2999-10-31',
    auto_reply_message: 'Welcome',
    status: 'active',
    max_limit: '6000.0000000000',
    min_limit: '30.0000000000',
    total_available: '990.0000000000',
    trade_completed_at: null,
    asset_id: null,
    time_to_pay: 3,
  })
  expect(body.entity.user).toMatchObject({
    id: jude.uuid,
    transaction_id: jude.id,
    fullname: 'Jude',
    password: '[redacted]',
    email: 'j***@example.com',
    last_login: null,
    phone_number: null,
    ratings: { positive_feedback_count: 0, negative_feedback_count: 0, averate_rating: 0 },
    groups: [],
    user_permissions: [],
  })
  expect((await souk.get(`/p2p/ad/detail/${ad}/`, jude.token)).body.entity.user.email).toMatch(
    /^jude\d+@/,
  )
  expect((await souk.get('/p2p/ad/detail/999999', amara.token)).status).toBe(404)
})

describe('making an offer', () => {
  test('answers with the offer', async () => {
    const ad = await adBy(jude, { ad_type: 'buy' })
    const { request, response } = exampleOf('POST /p2p/offer/create/')
    expect(Object.keys(offering(ad))).toEqual(Object.keys(request as object))
    const { status, body } = await souk.post('/p2p/offer/create/', offering(ad), amara.token)
    expect(status).toBe(200)
    expect(differences(body, response)).toEqual([])
    expect(body.message).toBe('Offer created successfully')
    expect(body.entity).toMatchObject({
      currency_amount: '10.00000000000000000000',
      status: 'pending',
      fiat_amount: '100.00',
      has_indicated_paid: false,
      ad,
      user: amara.uuid,
    })
  })

  test('is refused on an ad that there is not', async () => {
    for (const [ad, said] of [
      [0, '0'],
      [999_999, '999999'],
    ] as const) {
      const answer = await souk.post('/p2p/offer/create/', offering(ad), amara.token)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual(refused(`(ad) Invalid pk "${said}" - object does not exist.`))
    }
  })
})

describe('paying', () => {
  test('is said once, by the buyer', async () => {
    const offer = await offerBy(amara, await adBy(jude))
    const unauthorized = 'You are not authorized to indicate payment on this offer'
    await expectRefused('paid', offer, jude, unauthorized)
    await expectDone('paid', offer, amara, 'Offer successfully marked as paid')
    await expectRefused('paid', offer, amara, 'Offer has already been marked as paid')
    await expectRefused('paid', offer, await register('Chidi'), unauthorized)
    await expectRefused('paid', 999_999, amara, 'Offer not found')
  })
})

describe('cancelling', () => {
  test('is for the maker, once', async () => {
    const offer = await offerBy(amara, await adBy(jude))
    const unauthorized = 'You are not authorized to cancel this offer'
    await expectRefused('cancel', offer, jude, unauthorized)
    await expectDone('cancel', offer, amara, 'Offer cancelled successfully')
    await expectRefused('cancel', offer, amara, 'This offer is already cancelled')
    await expectRefused('cancel', offer, await register('Chidi'), unauthorized)
    await expectRefused('cancel', 999_999, amara, 'Offer not found')
  })

  test('opens the ad to new offers again', async () => {
    const ad = await adBy(jude)
    const whole = { currency_amount: '1000', fiat_amount: '10000.00' }
    const offer = await offerBy(amara, ad, whole)
    await expectDone('cancel', offer, amara, 'Offer cancelled successfully')
    await offerBy(amara, ad, whole)
  })
})

describe('releasing', () => {
  test('is for the seller, and moves the money', async () => {
    const before = [await available(jude), await available(amara)]
    const offer = await offerBy(amara, await adBy(jude, { crypto_amount: '10' }))
    await expectDone('paid', offer, amara, 'Offer successfully marked as paid')
    const unauthorized = 'You are not authorized to release funds on this trade'
    await expectRefused('release', offer, amara, unauthorized)
    await expectRefused('release', offer, await register('Chidi'), unauthorized)
    await expectRefused('release', 999_999, jude, 'Offer not found')
    await expectDone('release', offer, jude, 'Funds have been released successfully')
    const [judes = 0, amaras = 0] = before
    expect([await available(jude), await available(amara)]).toEqual([judes - 10, amaras + 10])
    await expectRefused('release', offer, jude, 'Offer is already released')
  })

  test('comes too late for a cancelled offer', async () => {
    const offer = await offerBy(amara, await adBy(jude))
    await expectDone('cancel', offer, amara, 'Offer cancelled successfully')
    await expectRefused('release', offer, jude, 'Offer is already cancelled')
  })

  test('on a buy ad is for the maker, whose money it is', async () => {
    const offer = await offerBy(amara, await adBy(jude, { ad_type: 'buy' }))
    await expectDone('paid', offer, jude, 'Offer successfully marked as paid')
    await expectDone('release', offer, amara, 'Funds have been released successfully')
  })
})

describe('frames over the WebSocket', () => {
  let sockets: SocketClient[]
  beforeEach(() => {
    sockets = []
    return () => {
      for (const socket of sockets) socket.close()
    }
  })

  async function listen({ token }: Person): Promise<SocketClient> {
    const url = `${souk.url.replace('http', 'ws')}/ws/p2p/?token=${token}`
    const socket = await connectSocket(url)
    sockets.push(socket)
    return socket
  }

  const interest = (who: string, ad_id: number, offer_id: number) => ({
    message: `You have an interested ${who} on your p2p ad`,
    type: 'ad_interest',
    ad_id,
    offer_id,
  })
  const paid = (name: string, offer_id: number) => ({
    message: `${name} has claimed to have made payment regarding your P2P advertisement.`,
    type: 'payment_indication',
    offer_id,
  })
  const released = (amount: number) => ({
    message: 'Funds have been released',
    amount,
    type: 'funds_released',
    crypto_currency: 'usdt',
  })
  const NAMES = ['payment_indication', 'offer_cancel']
  /** The very bytes matter: clients may read keys in their order. The username comes after them. */
  const heard = async (socket: SocketClient, frame: object) => {
    const said = (await socket.next()) as { type: string }
    const username = NAMES.includes(said.type) ? { username: expect.stringMatching(/^user_/) } : {}
    expect(said).toEqual({ ...frame, ...username })
    expect(JSON.stringify(said).startsWith(JSON.stringify(frame).slice(0, -1))).toBe(true)
  }

  test('tell each side of a sale what it has to know, on each connection', async () => {
    const [owner, again, buyer] = [await listen(jude), await listen(jude), await listen(amara)]
    const ad = await adBy(jude)
    const offer = await offerBy(amara, ad, { currency_amount: '10.5', fiat_amount: '105.00' })
    for (const socket of [owner, again]) await heard(socket, interest('buyer', ad, offer))
    await act('paid', offer, amara)
    for (const socket of [owner, again]) await heard(socket, paid('Amara', offer))
    await act('release', offer, jude)
    await heard(buyer, released(10.5))
  })

  test('tell each side of a purchase the same, the other way round', async () => {
    const [owner, seller] = [await listen(jude), await listen(amara)]
    const ad = await adBy(jude, { ad_type: 'buy' })
    const offer = await offerBy(amara, ad)
    await heard(owner, interest('seller', ad, offer))
    await act('paid', offer, jude)
    await heard(seller, paid('Jude', offer))
    await act('release', offer, amara)
    await heard(owner, released(10))
  })

  const cancelled = (name: string, offer_id: number) => ({
    message: `${name} has cancelled their offer regarding your P2P advertisement.`,
    type: 'offer_cancel',
    offer_id,
  })

  test('tell the other side of a cancelled offer, and it alone', async () => {
    const [owner, buyer] = [await listen(jude), await listen(amara)]
    const ad = await adBy(jude)
    const offer = await offerBy(amara, ad)
    await heard(owner, interest('buyer', ad, offer))
    await act('cancel', offer, amara)
    await heard(owner, cancelled('Amara', offer))
    const next = await offerBy(amara, ad)
    await heard(owner, interest('buyer', ad, next))
    await act('release', next, jude)
    await heard(buyer, released(10))
  })

  test('tell the maker when the owner of a buy ad cancels', async () => {
    const seller = await listen(amara)
    const offer = await offerBy(amara, await adBy(jude, { ad_type: 'buy' }))
    await act('cancel', offer, jude)
    await heard(seller, cancelled('Jude', offer))
  })

  test('tell both sides when staff refund, and the buyer when they release', async () => {
    const staff = await souk.logIn(ADMIN.username, ADMIN.password)
    const [owner, buyer] = [await listen(jude), await listen(amara)]
    const ad = await adBy(jude)
    for (const outcome of ['refund', 'release']) {
      const offer = await offerBy(amara, ad)
      await act('paid', offer, amara)
      await souk.post(`/p2p/offer/dispute/${offer}/`, { reason: 'Nothing came' }, jude.token)
      await souk.post(`/p2p/offer/resolve/${offer}/`, { outcome }, staff)
      await heard(owner, interest('buyer', ad, offer))
      await heard(owner, paid('Amara', offer))
      if (outcome === 'release') await heard(buyer, released(10))
      else for (const socket of [owner, buyer]) await heard(socket, cancelled('Amara', offer))
    }
  })

  test('are for nobody without a token', async () => {
    const url = `${souk.url.replace('http', 'ws')}/ws/p2p/`
    await expect(connectSocket(url)).rejects.toThrow('401')
    await expect(connectSocket(`${url}?token=nonsense`)).rejects.toThrow('401')
  })
})
