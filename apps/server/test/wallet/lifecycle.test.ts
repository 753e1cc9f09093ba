import { createClient } from '@souk/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const TRANSACTION = 'c0ffee'.padEnd(64, '0')

const ADDRESS = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

let souk: TestSouk
let books: Books
let user: TestUser
let ann: string
let ben: string
beforeAll(async () => {
  souk = await startTestSouk({ SECOND_APPROVAL_ABOVE: 'eth=10' })
  books = await openBooks(souk.databaseUrl)
  user = await souk.signUp('amara')
  ann = await souk.logIn(ADMIN.username, ADMIN.password)
  const second = await souk.signUp('benedict')
  await souk.sql(`update users set is_staff = true where id = ${second.id}`)
  ben = second.token
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})

async function have(wallet: string, token = user.token) {
  const { body } = await souk.get('/p2p/wallet/', token)
  return body.entity.find(
    (row: { currency: string; wallet: string }) => `${row.currency} ${row.wallet}` === wallet,
  )
}

const withdraw = async (amount: string) => {
  const input = { currency: 'ETH', amount, address: ADDRESS }
  return (await souk.post('/wallet/withdrawals/', input, user.token)).body.entity.id as string
}
const approve = (id: string, token: string, body: object = {}) =>
  souk.post(`/exec/withdrawals/${id}/approve/`, body, token)

describe('moving between one’s wallets', () => {
  const move = (body: object) =>
    souk.post('/p2p/wallet/transfer/', { currency: 'btc', amount: '1', ...body }, user.token)

  test('works both ways', async () => {
    const answer = await move({ amount: 7.5, from: 'main', to: 'p2p' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      status: 'success',
      message: 'Transfer successful',
      entity: { currency: 'btc', amount: '7.50', from: 'main', to: 'p2p' },
    })
    expect(await have('btc p2p')).toEqual({
      currency: 'btc',
      wallet: 'p2p',
      available: '107.50',
      held: '0.00',
    })
    await move({ amount: '7.5', from: 'p2p', to: 'main' })
    expect(await have('btc main')).toMatchObject({ available: '100.00' })
  })

  test.each([
    [{ from: 'main', to: 'main' }, '(to) must be the other wallet'],
    [{ from: 'main', to: 'vault' }, '(to) must be main or p2p'],
    [{ from: 'main', to: 'p2p', amount: '0' }, '(amount) must be greater than zero'],
    [
      { from: 'main', to: 'p2p', amount: '0.000000001' },
      '(amount) must have at most 8 decimals for BTC',
    ],
    [{ from: 'main', to: 'p2p', amount: '1000' }, 'Insufficient balance'],
    [
      { from: 'main', to: 'p2p', currency: 'doge' },
      '(currency) must be one of btc, ltc, eth, bnb, usdt, trx',
    ],
  ])('%j is refused', async (body, message) => {
    const answer = await move(body)
    expect([answer.status, answer.body.message]).toEqual([400, message])
  })

  test('is not for whom staff have restricted', async () => {
    const path = `/exec/user/settings/${user.id}/`
    const set = (can: boolean) =>
      souk.request('PATCH', path, { token: ann, body: { can_transfer: can } })
    await set(false)
    const answer = await move({ from: 'main', to: 'p2p' })
    expect([answer.status, answer.body.message]).toEqual([
      400,
      'You have been restricted from transferring between your wallets, please contact support',
    ])
    await set(true)
    expect((await move({ from: 'main', to: 'p2p' })).status).toBe(200)
  })

  test('is done once under one Idempotency-Key', async () => {
    const body = { currency: 'ltc', amount: '5', from: 'main', to: 'p2p' }
    const options = { token: user.token, body, headers: { 'idempotency-key': 'move-once' } }
    const [one, two] = [
      await souk.request('POST', '/p2p/wallet/transfer/', options),
      await souk.request('POST', '/p2p/wallet/transfer/', options),
    ]
    expect(two.body).toEqual(one.body)
    expect(await have('ltc p2p')).toMatchObject({ available: '105.00' })
  })
})

describe('withdrawing', () => {
  test('holds the money, and staff let it go', async () => {
    const id = await withdraw('3')
    expect(await have('eth main')).toMatchObject({ available: '97.00', held: '3.00' })
    const answer = await approve(id, ann, { transaction_id: TRANSACTION })
    expect([answer.status, answer.body.message]).toEqual([200, 'Withdrawal approved successfully'])
    expect(answer.body.entity).toMatchObject({
      id,
      verified: true,
      amount: '3.00000',
      transaction_id: `0x${TRANSACTION}`,
    })
    expect(await have('eth main')).toMatchObject({ available: '97.00', held: '0.00' })
  })

  test('of much needs two members of staff', async () => {
    const id = await withdraw('11')
    expect((await approve(id, ann)).body.message).toBe('Withdrawal awaits a second approval')
    const again = await approve(id, ann)
    expect([again.status, again.body.message]).toEqual([
      400,
      'Another member of staff must approve this withdrawal',
    ])
    expect((await approve(id, ben)).body.entity).toMatchObject({ status: 'approved', approvals: 2 })
  })

  test('to an address of something else is refused', async () => {
    const input = { currency: 'btc', amount: '1', address: ADDRESS }
    const answer = await souk.post('/wallet/withdrawals/', input, user.token)
    expect([answer.status, answer.body.message]).toEqual([
      400,
      '(address) is not a valid btc address',
    ])
  })

  test('can be taken back, once', async () => {
    const id = await withdraw('2')
    const cancel = () => souk.post(`/wallet/withdrawals/${id}/cancel/`, {}, user.token)
    expect((await cancel()).body).toMatchObject({
      message: 'Withdrawal cancelled successfully',
      entity: { status: 'cancelled' },
    })
    const again = await cancel()
    expect([again.status, again.body.message]).toEqual([
      400,
      'This withdrawal is already cancelled',
    ])
  })

  test('is rejected with a reason, which its owner reads', async () => {
    const id = await withdraw('2')
    const path = `/exec/withdrawals/${id}/reject/`
    expect((await souk.post(path, {}, ann)).body.message).toBe('(reason) is required')
    await souk.post(path, { reason: 'stolen funds' }, ann)
    const { body } = await souk.get('/wallet/withdrawals/?status=rejected', user.token)
    expect(body.entity).toMatchObject([{ id, status: 'rejected', reason: 'stolen funds' }])
    expect(body.pagination).toEqual({ page: 1, per_page: 50, total: 1 })
  })

  test('is heard of by the SDK as it happens', async () => {
    const client = createClient({ url: souk.url, token: user.token })
    const heard: string[] = []
    const started = Promise.withResolvers<void>()
    client.me.events.subscribe(
      {},
      { onStarted: () => started.resolve(), onData: ({ data }) => heard.push(data.type) },
    )
    await started.promise
    const made = await client.wallet.withdrawals.create.mutate({
      currency: 'eth',
      amount: '1',
      address: ADDRESS,
    })
    await client.wallet.withdrawals.cancel.mutate({ id: made.id })
    await vi.waitFor(() => expect(heard).toHaveLength(2), 5000)
    expect(heard).toEqual(['withdrawal.requested', 'withdrawal.cancelled'])
    await client.close()
  })
})

test('a deposit is announced, credited once, and counted', async () => {
  const announced = await souk.post(
    '/wallet/deposits/',
    { currency: 'usdt', amount: '250', transaction_id: TRANSACTION },
    user.token,
  )
  expect(announced.body).toMatchObject({
    message: 'Deposit announced successfully',
    entity: { status: 'pending', amount: '250.00', address: null },
  })
  const path = `/exec/deposits/${announced.body.entity.id}/credit/`
  const credited = await souk.post(path, {}, ann)
  expect(credited.body).toMatchObject({
    message: 'Deposit credited successfully',
    entity: { verified: true, naira_amount: '400000.00000', wallet_type: 'USDT' },
  })
  expect((await souk.post(path, {}, ann)).body.entity).toEqual(credited.body.entity)
  expect(await have('usdt main')).toMatchObject({ available: '100250.00' })
  const { body } = await souk.get('/auth/users/?search=amara', ann)
  expect(body.entity).toMatchObject([{ user_number: user.id, available_balance: '200250.00000' }])
})

test('limits are set, read and removed', async () => {
  const put = (body: object) => souk.request('PUT', '/exec/limits/', { token: ann, body })
  expect((await put({ coin: 'bnb', maximum: '5', user_id: user.id })).body).toMatchObject({
    message: 'Limit updated successfully',
    entity: { coin: 'bnb', maximum: '5.00', payment_method: null },
  })
  const trade = await souk.post('/trades', { asset: 'BNB', amount: '5.1' }, user.token)
  expect([trade.status, trade.body]).toEqual([
    400,
    { message: 'At most 5 bnb may be traded in one deal', code: 'LIMIT_EXCEEDED' },
  ])
  await put({ coin: 'bnb', maximum: null, user_id: user.id })
  expect((await souk.get('/exec/limits/?coin=bnb', ann)).body.entity).toEqual([])
  for (const [body, message] of [
    [{ maximum: '5' }, '(coin) is required, unless there is a payment method'],
    [{ maximum: '5', payment_method: 'cash' }, '(fiat_currency) is required with a payment method'],
    [
      { maximum: '5.001', payment_method: 'cash', fiat_currency: 'NGN' },
      '(maximum) must have at most 2 decimals',
    ],
  ] as const) {
    expect((await put(body)).body.message).toBe(message)
  }
})

test('the audit log says who did what', async () => {
  const { body } = await souk.get('/exec/audit/?action=deposit.credited', ann)
  expect(body.entity).toMatchObject([
    {
      staff_name: ADMIN.username,
      action: 'deposit.credited',
      details: { coin: 'usdt', amount: '250', transactionId: TRANSACTION },
      address: '127.0.0.1',
    },
  ])
})

test('and the books are in order', async () => {
  expect(await books.verify()).toEqual([])
})
