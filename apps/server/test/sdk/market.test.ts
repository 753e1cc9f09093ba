import {
  createClient,
  type Events,
  isSoukError,
  type SoukClient,
  type TrackedEvent,
} from '@souk/client'
import { schemas } from '@souk/client/schemas'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { killable } from '../../src/testing/killable.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const AD = {
  adType: 'sell',
  cryptoCurrency: 'btc',
  cryptoAmount: '2',
  pricePerUnit: '200',
  fiatCurrency: 'usd',
  paymentMethod: 'bank_transfer',
  autoReplyMessage: 'Welcome',
} as const

let souk: TestSouk
let anyone: SoukClient
let jude: SoukClient
let amara: SoukClient
let staff: SoukClient
/** Amara's sockets, to be killed. */
const { WebSocket, kill, sockets } = killable()
beforeAll(async () => {
  souk = await startTestSouk()
  anyone = createClient({ url: souk.url })
  jude = await signedUp('jude')
  amara = await signedUp('amara', { WebSocket, retry: { minDelayMs: 5, maxDelayMs: 50 } })
  const { access } = await anyone.auth.login.mutate(ADMIN)
  staff = createClient({ url: souk.url, token: access })
})
afterAll(async () => {
  await Promise.all([anyone, jude, amara, staff].map((client) => client.close()))
  await souk.stop()
})

async function signedUp(username: string, more = {}): Promise<SoukClient> {
  const password = `${username}-secret-1`
  await anyone.auth.signUp.mutate({ username, password })
  const { access } = await anyone.auth.login.mutate({ username, password })
  return createClient({ url: souk.url, token: access, ...more })
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 10_000, interval: 5 })

const offerOn = (ad: number, amount = '1') => ({
  ad,
  currencyAmount: amount,
  fiatAmount: String(Number(amount) * 200),
})

/** What somebody has free to use. */
async function available(client: SoukClient, currency: string, name: string): Promise<string> {
  const balances = await client.wallet.get.query()
  const found = balances.find((one) => one.currency === currency && one.wallet === name)
  return found?.available ?? '0'
}

type MarketEvent = TrackedEvent<Events['market']['events']>

/** Hears all that concerns Amara's offers. */
async function listen(client: SoukClient, lastEventId?: string) {
  const events: MarketEvent[] = []
  const started = Promise.withResolvers<void>()
  const subscription = client.market.events.subscribe(
    { lastEventId },
    {
      onStarted: () => started.resolve(),
      onData: (event) => events.push(event),
      onError: started.reject,
    },
  )
  await started.promise
  const types = () => events.map(({ data }) => data.type)
  return { events, types, stop: () => subscription.unsubscribe() }
}

describe('a deal in the market', () => {
  test('runs from the ad to the rating, heard over a socket that was killed on the way', async () => {
    const ad = await jude.market.ads.create.mutate(AD)
    expect(ad).toMatchObject({ status: 'active', totalAvailable: '2.00', minLimit: '0.00' })
    const page = await amara.market.ads.list.query({ adType: 'sell', cryptoCurrency: 'BTC' })
    expect(page.items.map(({ id }) => id)).toEqual([ad.id])
    expect(page.items[0]?.user).toMatchObject({ displayName: 'jude', email: null })

    const heard = await listen(amara)
    const before = await available(amara, 'btc', 'p2p')
    const offer = await amara.market.offers.create.mutate(offerOn(ad.id, '0.5'))
    expect(offer).toMatchObject({ status: 'pending', buyerName: 'amara', sellerName: 'jude' })
    await until(() => heard.types().includes('offer.message'))
    kill()
    await amara.market.offers.pay.mutate({ id: offer.id })
    await jude.market.offers.release.mutate({ id: offer.id })
    await until(() => heard.types().includes('offer.released'))

    expect(heard.types()).toEqual([
      'offer.created',
      'offer.message',
      'offer.paid',
      'offer.released',
    ])
    expect(sockets.length).toBeGreaterThan(1)
    expect(heard.events.at(-1)?.data).toMatchObject({ by: 'jude', offer: { status: 'released' } })
    heard.stop()
    expect(Number(await available(amara, 'btc', 'p2p'))).toBe(Number(before) + 0.5)

    await amara.market.offers.rate.mutate({ id: offer.id, positive: true })
    const { user } = await amara.market.ads.get.query({ id: ad.id })
    expect(user.ratings).toEqual({
      positiveFeedbackCount: 1,
      negativeFeedbackCount: 0,
      averageRating: 5,
    })
    const closed = await jude.market.ads.close.mutate({ id: ad.id })
    expect(closed).toMatchObject({ status: 'closed', totalAvailable: '0.00' })
  })

  test('is heard from where an earlier visit ended', async () => {
    const visit = await listen(amara)
    const ad = await jude.market.ads.create.mutate({ ...AD, autoReplyMessage: null })
    const offer = await amara.market.offers.create.mutate(offerOn(ad.id))
    await until(() => visit.events.length === 1)
    visit.stop()
    await amara.market.offers.cancel.mutate({ id: offer.id })
    const next = await listen(amara, visit.events[0]?.id)
    await until(() => next.events.length === 1)
    expect(next.types()).toEqual(['offer.cancelled'])
    next.stop()
  })

  test('has a chat that both sides hear', async () => {
    const ad = await jude.market.ads.create.mutate(AD)
    const { id: offerId } = await amara.market.offers.create.mutate(offerOn(ad.id))
    const heard: string[] = []
    const started = Promise.withResolvers<void>()
    const watching = amara.market.offers.chat.watch.subscribe(
      { offerId },
      {
        onStarted: () => started.resolve(),
        onData: ({ data }) => heard.push(`${data.message.senderName}: ${data.message.message}`),
      },
    )
    await started.promise
    await jude.market.offers.chat.send.mutate({ offerId, message: 'Paid yet?' })
    await amara.market.offers.chat.send.mutate({ offerId, message: 'In a minute' })
    await until(() => heard.length === 2)
    expect(heard).toEqual(['jude: Paid yet?', 'amara: In a minute'])
    watching.unsubscribe()
    const { items } = await jude.market.offers.chat.list.query({ offerId })
    expect(items.map(({ message }) => message)).toEqual(['Welcome', 'Paid yet?', 'In a minute'])
  })

  test('that went wrong is settled by staff, who leave a trace', async () => {
    const ad = await jude.market.ads.create.mutate(AD)
    const bank = { bankAccountName: 'Amara', bankAccountNumber: '0001', bankName: 'First' }
    const { id } = await amara.market.offers.create.mutate({ ...offerOn(ad.id), ...bank })
    await amara.market.offers.pay.mutate({ id })
    await amara.market.offers.dispute.mutate({ id, reason: 'Nothing comes' })
    expect(await staff.market.offers.get.query({ id })).toMatchObject(bank)
    await jude.market.disputes.state.mutate({ offerId: id, statement: 'Nothing was paid' })
    await staff.market.disputes.assign.mutate({ id })
    await staff.market.disputes.note.mutate({ id, note: 'Ask for a receipt' })
    const resolved = await staff.market.offers.resolve.mutate({ id, outcome: 'refund' })
    expect(resolved.status).toBe('cancelled')
    const kinds = async (client: SoukClient) =>
      (await client.market.disputes.get.query({ offerId: id })).entries.map(({ kind }) => kind)
    expect(await kinds(amara)).toEqual(['statement'])
    expect(await kinds(staff)).toEqual(['statement', 'note'])
    const audit = await staff.staff.audit.list.query({ subject: `offer:${id}` })
    expect(audit.items.map(({ action }) => action)).toEqual([
      'dispute.resolved',
      'dispute.note_added',
      'dispute.assigned',
      'bank_details.read',
    ])
  })
})

describe('the wallet', () => {
  test('moves money between its two halves, and holds what is to go out', async () => {
    await jude.wallet.transfer.mutate({ currency: 'ltc', amount: '40', from: 'main', to: 'p2p' })
    expect(await available(jude, 'ltc', 'p2p')).toBe('140.00')
    const asked = await jude.wallet.withdrawals.create.mutate({
      currency: 'usdt',
      amount: '250',
      address: '0x52908400098527886E0F7030069857D2E4169EE7',
    })
    expect(await available(jude, 'usdt', 'main')).toBe('99750.00')
    const taken = await jude.wallet.withdrawals.cancel.mutate({ id: asked.id })
    expect(taken.status).toBe('cancelled')
    expect(await available(jude, 'usdt', 'main')).toBe('100000.00')
  })

  test('gets a deposit when staff credit it', async () => {
    const { id } = await amara.wallet.deposits.create.mutate({ currency: 'eth', amount: '3' })
    await staff.staff.deposits.credit.mutate({ id, transactionId: 'ab'.repeat(32) })
    expect(await available(amara, 'eth', 'main')).toBe('103.00')
    expect((await amara.wallet.deposits.list.query()).items[0]?.status).toBe('credited')
  })
})

describe('staff', () => {
  test('switch a coin off and on again', async () => {
    await staff.staff.coins.disable.mutate({ coin: 'ltc' })
    const refusal = await failureOf(jude.market.ads.create.mutate({ ...AD, cryptoCurrency: 'ltc' }))
    expect(isSoukError(refusal, 'COIN_DISABLED')).toBe(true)
    await staff.staff.coins.enable.mutate({ coin: 'ltc' })
    expect((await jude.market.ads.create.mutate({ ...AD, cryptoCurrency: 'ltc' })).status).toBe(
      'active',
    )
  })

  test('restrict a user by number or UUID, and lift it', async () => {
    const { id, uuid } = await amara.auth.me.query()
    const { canTradeBnb } = await staff.staff.settings.update.mutate({
      userId: id,
      canTradeBnb: false,
    })
    expect(canTradeBnb).toBe(false)
    const ad = { ...AD, cryptoCurrency: 'bnb' } as const
    const refusal = await failureOf(amara.market.ads.create.mutate(ad))
    expect(isSoukError(refusal, 'RESTRICTED')).toBe(true)
    await staff.staff.settings.update.mutate({ userId: uuid, canTradeBnb: true })
    expect((await amara.market.ads.create.mutate(ad)).status).toBe('active')
  })

  test('limit how large a deal may be', async () => {
    await staff.staff.limits.set.mutate({ coin: 'eth', maximum: '1.5' })
    const refusal = await failureOf(jude.market.ads.create.mutate({ ...AD, cryptoCurrency: 'eth' }))
    expect(isSoukError(refusal, 'LIMIT_EXCEEDED')).toBe(true)
    await staff.staff.limits.set.mutate({ coin: 'eth', maximum: null })
  })

  test('are the only ones', async () => {
    const refusal = await failureOf(jude.staff.users.list.query())
    expect(isSoukError(refusal, 'FORBIDDEN')).toBe(true)
    expect((await staff.staff.users.list.query({ search: 'jude' })).total).toBe(1)
  })
})

describe('refusals', () => {
  test('name the field, as the form that was not asked would have', async () => {
    const input = { ...AD, minLimit: '500', maxLimit: '100' }
    const refusal = await failureOf(jude.market.ads.create.mutate(input))
    if (!isSoukError(refusal, 'VALIDATION_FAILED')) throw refusal
    const problem = schemas.market.ads.create.safeParse(input).error?.issues[0]
    expect(refusal.data.fields).toEqual([{ path: problem?.path, message: problem?.message }])
  })

  test('to strangers are told apart from those that come too late', async () => {
    const ad = await jude.market.ads.create.mutate(AD)
    const { id } = await amara.market.offers.create.mutate(offerOn(ad.id))
    const stranger = await failureOf(staff.market.offers.pay.mutate({ id }))
    expect(isSoukError(stranger, 'NOT_A_PARTY')).toBe(true)
    await amara.market.offers.cancel.mutate({ id })
    const late = await failureOf(amara.market.offers.pay.mutate({ id }))
    expect(isSoukError(late, 'CONFLICT')).toBe(true)
  })
})
