import { createClient, isSoukError, type SoukClient } from '@souk/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let alice: SoukClient
let bob: SoukClient
let anyone: SoukClient
beforeAll(async () => {
  souk = await startTestSouk()
  anyone = createClient({ url: souk.url })
  alice = await signedUp('alice')
  bob = await signedUp('bob')
})
afterAll(async () => {
  await Promise.all([anyone, alice, bob].map((client) => client.close()))
  await souk.stop()
})

async function signedUp(username: string): Promise<SoukClient> {
  const password = `${username}-secret-1`
  await anyone.auth.signUp.mutate({ username, password })
  const { access } = await anyone.auth.login.mutate({ username, password })
  return createClient({ url: souk.url, token: access })
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('document 1 through the client', () => {
  test('a trade goes from creation over its chat to release', async () => {
    const trade = await alice.trades.create.mutate({ asset: 'BTC', amount: '12.5' })
    expect(trade).toMatchObject({ asset: 'btc', amount: '12.50', status: 'open', buyerId: null })
    expect((await anyone.trades.list.query()).items.map(({ id }) => id)).toContain(trade.id)

    const asked = await bob.trades.chat.send.mutate({ tradeId: trade.id, message: 'Still there?' })
    expect(asked).toMatchObject({ senderName: 'bob', message: 'Still there?' })
    const taken = await bob.trades.buy.mutate({ id: trade.id })
    expect(taken).toMatchObject({ status: 'in_progress', buyerName: 'bob' })
    await alice.trades.chat.send.mutate({ tradeId: trade.id, message: 'Releasing' })
    expect((await alice.trades.release.mutate({ id: trade.id })).status).toBe('completed')

    const { items, total } = await bob.trades.chat.list.query({ tradeId: trade.id })
    expect(items.map(({ message }) => message)).toEqual(['Still there?', 'Releasing'])
    expect(total).toBe(2)
    expect((await bob.trades.list.query({ mine: true })).items[0]?.id).toBe(trade.id)
  })

  test('a dispute is settled by staff', async () => {
    const login = await anyone.auth.login.mutate(ADMIN)
    const staff = createClient({ url: souk.url, token: login.access })
    const { id } = await alice.trades.create.mutate({ asset: 'usdt', amount: 10 })
    await bob.trades.buy.mutate({ id })
    expect(await bob.trades.dispute.mutate({ id, reason: 'Nothing came' })).toMatchObject({
      status: 'disputed',
      disputeReason: 'Nothing came',
    })
    const resolved = await staff.trades.resolve.mutate({ id, outcome: 'refund' })
    expect(resolved.status).toBe('cancelled')
  })

  test('logging out ends the token', async () => {
    const { access } = await anyone.auth.login.mutate({
      username: 'bob',
      password: 'bob-secret-1',
    })
    const second = createClient({ url: souk.url, token: access })
    expect((await second.auth.me.query()).username).toBe('bob')
    expect(await second.auth.logout.mutate()).toBeNull()
    expect(isSoukError(await failureOf(second.auth.me.query()), 'INVALID_TOKEN')).toBe(true)
  })
})

describe('refusals', () => {
  test('are recognised by their code', async () => {
    const error = await failureOf(alice.trades.create.mutate({ asset: 'btc', amount: '1000' }))
    expect(isSoukError(error)).toBe(true)
    expect(isSoukError(error, 'INSUFFICIENT_FUNDS')).toBe(true)
    expect(isSoukError(error, 'CONFLICT', 'NOT_FOUND')).toBe(false)
    expect(error).toMatchObject({ message: 'Insufficient balance' })
  })

  test('of an input name its fields', async () => {
    const error = await failureOf(alice.trades.create.mutate({ asset: 'doge', amount: '-1' }))
    if (!isSoukError(error, 'VALIDATION_FAILED')) throw error
    expect(error.data.fields.map(({ path }) => path)).toEqual([['asset'], ['amount']])
  })

  test('without a token ask for one', async () => {
    const error = await failureOf(anyone.auth.me.query())
    expect(isSoukError(error, 'AUTHENTICATION_REQUIRED')).toBe(true)
  })

  test('are not what other errors are', () => {
    expect(isSoukError(new Error('boom'))).toBe(false)
    expect(isSoukError(undefined)).toBe(false)
    expect(isSoukError({ data: { soukCode: 'CONFLICT' } })).toBe(false)
  })
})
