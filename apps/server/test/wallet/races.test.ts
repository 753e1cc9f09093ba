import { creditDeposit } from '@souk/core'
import { newBtcAddress } from '@souk/core/testing/btc-address.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Books, openBooks, purseOf } from '../../src/testing/books.ts'
import { type Answer, type TestUser, tally } from '../../src/testing/http-client.ts'
import { type MarketClient, marketClient } from '../../src/testing/market.ts'
import { openSystem, type System } from '../../src/testing/system.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

// Everything that wants the same money at the same moment: no coin is spent twice, none comes in twice.

let souk: TestSouk
let market: MarketClient
let books: Books
let system: System
let staff: TestUser[]
beforeAll(async () => {
  souk = await startTestSouk({ SECOND_APPROVAL_ABOVE: 'btc=50' })
  market = marketClient(souk)
  books = await openBooks(souk.databaseUrl)
  system = await openSystem(souk.databaseUrl)
  staff = await Promise.all(['ann', 'ben', 'cyd'].map((name) => souk.signUp(name)))
  await souk.sql(`update users set is_staff = true where username in ('ann', 'ben', 'cyd')`)
})
afterAll(async () => {
  await system.close()
  await books.close()
  await souk.stop()
})
afterEach(async () => {
  expect(await books.verify()).toEqual([])
})

let users = 0
const newUser = () => {
  users += 1
  return souk.signUp(`user${users}`)
}

const staffAt = (i: number): TestUser => {
  const found = staff[i % staff.length]
  if (!found) throw new Error('no staff')
  return found
}

async function purse({ id }: TestUser, wallet: 'main' | 'p2p') {
  const { available, held } = purseOf((await books.purses([id]))[id], `btc ${wallet}`)
  return { available: Number(available), held: Number(held) }
}

const succeeded = ({ status }: Answer) => status < 300
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

const withdrawal = (amount: string) => ({ currency: 'btc', amount, address: newBtcAddress() })
const withdraw = (user: TestUser, amount: string) =>
  souk.post('/wallet/withdrawals/', withdrawal(amount), user.token)
const transfer = (user: TestUser, amount: string, from: string, to: string) =>
  souk.post('/p2p/wallet/transfer/', { currency: 'btc', amount, from, to }, user.token)
const decide = (verb: 'approve' | 'reject', id: string, by: TestUser) =>
  souk.post(`/exec/withdrawals/${id}/${verb}/`, verb === 'reject' ? { reason: 'no' } : {}, by.token)
const takeBack = (id: string, by: TestUser) =>
  souk.post(`/wallet/withdrawals/${id}/cancel/`, undefined, by.token)

async function newWithdrawal(user: TestUser, amount: string): Promise<string> {
  const { status, body } = await withdraw(user, amount)
  expect([status, body.message]).toEqual([200, 'Withdrawal requested successfully'])
  return body.entity.id
}

test('withdrawals of 40 out of a main wallet of 100, many at once: two are made', async () => {
  const user = await newUser()
  const answers = await Promise.all(times(12, () => withdraw(user, '40')))
  expect(answers.filter(succeeded)).toHaveLength(2)
  expect(await purse(user, 'main')).toEqual({ available: 20, held: 80 })
})

test('withdrawal, trade, ads, offers and transfers that want the same money: none of it is spent twice', async () => {
  const owner = await newUser()
  const wanted = await market.newAd(owner, { ad_type: 'buy', crypto_amount: '10000' })
  for (let round = 0; round < 6; round += 1) {
    const user = await newUser()
    const moves: (() => Promise<Answer>)[] = [
      () => withdraw(user, '70'),
      () => transfer(user, '60', 'main', 'p2p'),
      () => transfer(user, '70', 'p2p', 'main'),
      () => souk.post('/trades', { asset: 'btc', amount: '60' }, user.token),
      () => souk.post('/p2p/ad/', { ...market.AD, crypto_amount: '60' }, user.token),
      () => market.offer(user, wanted, '60'),
      () => withdraw(user, '70'),
    ]
    const turned = moves.map((_, i) => moves[(i + round) % moves.length] ?? moves[0])
    const answers = await Promise.all(turned.map((move) => move?.() as Promise<Answer>))
    for (const { status } of answers) expect([200, 201, 400]).toContain(status)
    const [main, p2p] = [await purse(user, 'main'), await purse(user, 'p2p')]
    expect(main.available + main.held + p2p.available + p2p.held).toBe(200)
  }
})

test('transfers to and fro, many at once, lose nothing', async () => {
  const user = await newUser()
  const answers = await Promise.all(
    times(30, (i) =>
      i % 2 ? transfer(user, '30', 'main', 'p2p') : transfer(user, '30', 'p2p', 'main'),
    ),
  )
  for (const { status } of answers) expect([200, 400]).toContain(status)
  const [main, p2p] = [await purse(user, 'main'), await purse(user, 'p2p')]
  expect(main.available + p2p.available).toBe(200)
})

test('approval, rejection and the user who takes it back, all at once: one of them wins', async () => {
  for (let round = 0; round < 16; round += 1) {
    const user = await newUser()
    const id = await newWithdrawal(user, '10')
    const moves = [
      () => decide('approve', id, staffAt(0)),
      () => decide('reject', id, staffAt(1)),
      () => takeBack(id, user),
      () => decide('approve', id, staffAt(2)),
      () => takeBack(id, user),
    ]
    const turned = moves.map((_, i) => moves[(i + round) % moves.length] ?? moves[0])
    const answers = await Promise.all(turned.map((move) => move?.() as Promise<Answer>))
    const won = answers.filter(succeeded)
    expect(won).toHaveLength(1)
    const { status } = won[0]?.body.entity ?? {}
    const left = status === 'approved' ? 90 : 100
    expect(await purse(user, 'main')).toEqual({ available: left, held: 0 })
  }
})

test('a small withdrawal is approved once, whoever and how many approve it', async () => {
  const user = await newUser()
  for (const by of [(i: number) => staffAt(i), () => staffAt(0)]) {
    const before = await purse(user, 'main')
    const id = await newWithdrawal(user, '10')
    const answers = await Promise.all(times(12, (i) => decide('approve', id, by(i))))
    expect(answers.filter(succeeded)).toHaveLength(1)
    expect(await purse(user, 'main')).toEqual({ ...before, available: before.available - 10 })
  }
})

test('a large withdrawal needs two people, and one person who approves many times at once is one', async () => {
  const user = await newUser()
  const id = await newWithdrawal(user, '60')
  const alone = await Promise.all(times(12, () => decide('approve', id, staffAt(0))))
  expect(tally(alone, 'message')).toEqual({
    'Withdrawal awaits a second approval': 1,
    'Another member of staff must approve this withdrawal': 11,
  })
  expect(await purse(user, 'main')).toEqual({ available: 40, held: 60 })
  const others = await Promise.all(times(12, (i) => decide('approve', id, staffAt(i))))
  expect(others.filter(succeeded)).toHaveLength(1)
  expect(await purse(user, 'main')).toEqual({ available: 40, held: 0 })
  const [row] = (await souk.sql(
    `select approvers::text, status from withdrawals where id = '${id}'`,
  )) as { approvers: string; status: string }[]
  expect(row?.status).toBe('approved')
  expect(new Set(row?.approvers.match(/\d+/g))).toHaveProperty('size', 2)
})

test('first and second approval at the very same moment: both count, and it is paid once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const user = await newUser()
    const id = await newWithdrawal(user, '60')
    const answers = await Promise.all(times(6, (i) => decide('approve', id, staffAt(i % 2))))
    const won = answers.filter(succeeded)
    expect(won).toHaveLength(2)
    // The first of them may already see what the second has done.
    expect(tally(won, 'message')).toHaveProperty('Withdrawal approved successfully')
    expect(await purse(user, 'main')).toEqual({ available: 40, held: 0 })
  }
})

test('20 duplicates of a withdrawal under one Idempotency-Key are one', async () => {
  const user = await newUser()
  const headers = { 'idempotency-key': 'out' }
  const options = { token: user.token, body: withdrawal('10'), headers }
  const answers = await Promise.all(
    times(20, () => souk.request('POST', '/wallet/withdrawals/', options)),
  )
  expect(answers.filter(succeeded)).toHaveLength(20)
  expect(new Set(answers.map(({ body }) => body.entity.id)).size).toBe(1)
  expect(await purse(user, 'main')).toEqual({ available: 90, held: 10 })
})

const transaction = (n: number) => n.toString(16).padStart(64, 'f')

async function announce(user: TestUser, amount: string, transaction_id?: string): Promise<string> {
  const body = { currency: 'btc', amount, transaction_id }
  const answer = await souk.post('/wallet/deposits/', body, user.token)
  expect(answer.status).toBe(200)
  return answer.body.entity.id
}

const credit = (id: string, by: TestUser, transaction_id?: string) =>
  souk.post(`/exec/deposits/${id}/credit/`, { transaction_id }, by.token)

test('one transaction is credited once, whoever announced it how often and however it is written', async () => {
  const [user, thief] = [await newUser(), await newUser()]
  const tx = 'ABCDEF0123456789'.repeat(4)
  const ids = [
    await announce(user, '5', tx),
    await announce(user, '5', tx.toLowerCase()),
    await announce(thief, '5', `0x${tx}`),
    await announce(thief, '5'),
  ]
  const watcher = { userId: user.id, coin: 'btc', amount: '5', transactionId: tx } as const
  const seen = times(6, () => creditDeposit(system.ctx(), watcher).catch(() => null))
  const answers = await Promise.all(
    times(16, (i) => credit(ids[i % ids.length] ?? '', staffAt(i), i % 4 === 3 ? tx : undefined)),
  )
  await Promise.all(seen)
  for (const { status } of answers) expect([200, 400]).toContain(status)
  const gains = [await purse(user, 'main'), await purse(thief, 'main')]
  expect(gains.reduce((sum, { available }) => sum + available, 0)).toBe(205)
  const [row] = (await souk.sql(
    `select count(*)::int as n from deposits where status = 'credited' and amount = 5`,
  )) as { n: number }[]
  expect(row?.n).toBe(1)
})

test('a deposit that one credits and another rejects at once is the one or the other', async () => {
  for (let round = 0; round < 8; round += 1) {
    const user = await newUser()
    const id = await announce(user, '7', transaction(round))
    const rejecting = () =>
      souk.post(`/exec/deposits/${id}/reject/`, { reason: 'no' }, staffAt(1).token)
    const crediting = () => credit(id, staffAt(0))
    const moves = round % 2 ? [rejecting, crediting] : [crediting, rejecting]
    const answers = await Promise.all(moves.map((move) => move()))
    const won = answers.filter(succeeded)
    expect(won).toHaveLength(1)
    const gained = won[0]?.body.entity.status === 'credited' ? 7 : 0
    expect(await purse(user, 'main')).toEqual({ available: 100 + gained, held: 0 })
  }
})

test('a deposit credited under two transactions at once is credited under one', async () => {
  const user = await newUser()
  const id = await announce(user, '7')
  const answers = await Promise.all(
    times(8, (i) => credit(id, staffAt(i), transaction(100 + (i % 2)))),
  )
  for (const { status } of answers) expect([200, 400]).toContain(status)
  expect(await purse(user, 'main')).toEqual({ available: 107, held: 0 })
})

test('a limit that several members of staff set at once is one of theirs', async () => {
  const answers = await Promise.all(
    times(9, (i) => {
      const body = { coin: 'ltc', maximum: i % 3 === 2 ? null : String(i + 1) }
      return souk.request('PUT', '/exec/limits/', { token: staffAt(i).token, body })
    }),
  )
  expect(answers.filter(succeeded)).toHaveLength(9)
  const { body } = await souk.get('/exec/limits/?coin=ltc', staffAt(0).token)
  expect(body.entity.length).toBeLessThanOrEqual(1)
})

test('a right that is taken at the same moment binds what comes after it, and the books are in order', async () => {
  const user = await newUser()
  const taking = () =>
    souk.request('PATCH', `/exec/user/settings/${user.id}/`, {
      token: staffAt(0).token,
      body: { can_withdraw: false, can_trade_btc: false, can_transfer: false, can_deposit: false },
    })
  const moves = [
    ...times(5, () => () => withdraw(user, '1')),
    taking,
    ...times(5, () => () => transfer(user, '1', 'main', 'p2p')),
  ]
  await Promise.all(moves.map((move) => move()))
  const refused = await Promise.all([
    withdraw(user, '1'),
    transfer(user, '1', 'main', 'p2p'),
    souk.post('/wallet/deposits/', { currency: 'btc', amount: '1' }, user.token),
    souk.post('/p2p/ad/', market.AD, user.token),
  ])
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400])
  expect((await souk.post('/trades', { asset: 'btc', amount: '1' }, user.token)).status).toBe(403)
})
