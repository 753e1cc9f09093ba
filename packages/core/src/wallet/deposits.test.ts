import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor, SignedIn } from '../context.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { announceDeposit } from './announce-deposit.ts'
import { creditAnnounced } from './credit-announced.ts'
import { creditDeposit } from './credit-deposit.ts'
import { getWallet } from './get-wallet.ts'
import { rejectDeposit } from './reject-deposit.ts'
import { DEPOSIT_TRANSITIONS, type DepositAction, MONEY_ROLES } from './transitions.ts'

const SYSTEM: Actor = { kind: 'system' }

let core: TestCore
let admin: SignedIn
let second: SignedIn
let user: SignedIn
let transactions = 0
beforeAll(async () => {
  core = await startTestCore({ secondApprovalAbove: { ltc: '10' } })
  admin = await core.newUser('staff')
  second = await core.newUser('staff')
})
afterAll(() => core.close())
beforeEach(async () => {
  user = await core.newUser()
})

const newTransaction = () => {
  transactions += 1
  return transactions.toString(16).padStart(64, 'a')
}
const announce = (more: { transactionId?: string } = {}, by = user) =>
  announceDeposit(core.as(by), { currency: 'ltc', amount: '2.5', ...more })
const credit = (id: string, more: object = { transactionId: newTransaction() }, by = admin) =>
  creditAnnounced(core.as(by), { id, ...more })
const reject = (id: string, by = admin) =>
  rejectDeposit(core.as(by), { id, reason: 'never arrived' })

async function main(of = user): Promise<string | undefined> {
  const rows = await getWallet(core.as(of))
  return rows.find((row) => row.currency === 'ltc' && row.wallet === 'main')?.available
}

test('an announced deposit gives nothing until staff credit it', async () => {
  const { id, status } = await announce()
  expect([status, await main()]).toEqual(['pending', '100.00'])
  expect(await credit(id)).toMatchObject({ status: 'credited', verified: true, amount: '2.50' })
  expect(await main()).toBe('102.50')
})

test('staff credit what came in, not what was announced', async () => {
  const { id } = await announce({ transactionId: newTransaction() })
  expect(await credit(id, { amount: '2.4' })).toMatchObject({ amount: '2.40' })
  expect(await main()).toBe('102.40')
})

test.each([
  ['without a transaction', {}, 'transactionId'],
  ['finer than the coin', { transactionId: 'abc', amount: '1.123456789' }, 'amount'],
])('a deposit %s is refused, naming the field', async (_, more, field) => {
  const { id } = await announce()
  await expect(credit(id, more)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    fields: [{ path: [field] }],
  })
  expect(await main()).toBe('100.00')
})

test('crediting again changes nothing; another transaction is too late', async () => {
  const { id } = await announce()
  const transactionId = newTransaction()
  const once = await credit(id, { transactionId })
  expect(await credit(id, { transactionId: `0x${transactionId.toUpperCase()}` })).toEqual(once)
  await expect(credit(id)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await main()).toBe('102.50')
})

test('crediting again with another amount is refused', async () => {
  const { id } = await announce()
  const transactionId = newTransaction()
  await credit(id, { transactionId })
  await expect(credit(id, { transactionId, amount: '70' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('another output of a transaction that is credited takes two members', async () => {
  const transactionId = newTransaction()
  const [one, two] = [await announce(), await announce()]
  await credit(one.id, { transactionId })
  const second = { transactionId: `${transactionId}:1` }
  expect(await credit(two.id, second)).toMatchObject({ status: 'pending' })
  expect(
    await creditDeposit(core.as(await core.newUser('staff')), { id: two.id, ...second }),
  ).toMatchObject({
    status: 'credited',
  })
})

test('one transaction is not credited to two deposits', async () => {
  const transactionId = newTransaction()
  const other = await core.newUser()
  const [one, two] = [await announce({ transactionId }), await announce({ transactionId }, other)]
  await credit(one.id, {})
  await expect(credit(two.id, {})).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'This transaction has already been credited',
  })
  expect(await main(other)).toBe('100.00')
})

const seen = (transactionId: string, amount = '3') =>
  creditDeposit(core.as(SYSTEM), {
    userId: user.userId,
    coin: 'ltc',
    amount,
    transactionId,
  })

test('a watcher credits what was not announced, once however often it says so', async () => {
  const transactionId = newTransaction()
  const told = await Promise.all(Array.from({ length: 8 }, () => seen(transactionId)))
  expect(new Set(told.map(({ id }) => id)).size).toBe(1)
  expect(await main()).toBe('103.00')
})

test('a watcher credits the deposit that was announced with the transaction', async () => {
  const transactionId = newTransaction()
  const { id } = await announce({ transactionId })
  expect(await seen(transactionId, '2.6')).toMatchObject({ id, status: 'credited', amount: '2.6' })
  expect(await main()).toBe('102.60')
})

test.each(['', ':0', ':1'])('the output “%s” of a transaction has one spelling', async (output) => {
  const transactionId = newTransaction()
  const once = await seen(`${transactionId}${output}`)
  expect(once.transactionId).toBe(`${transactionId}${output === ':1' ? ':1' : ''}`)
  expect(await seen(`0X${transactionId.toUpperCase()}${output || ':0'}`)).toEqual(once)
  expect((await seen(`${transactionId}:2`)).id).not.toBe(once.id)
})

test('staff and a watcher at once credit one transaction once', async () => {
  for (let n = 0; n < 5; n += 1) {
    const transactionId = newTransaction()
    const { id } = await announce({ transactionId })
    const before = Number(await main())
    await Promise.all([credit(id, {}), seen(transactionId, '2.5'), credit(id, {})])
    expect(Number(await main())).toBe(before + 2.5)
  }
})

test.each(['1000000', '2.50000001'])(
  '%s where 2.5 were announced needs a second member who says the same',
  async (amount) => {
    const { id } = await announce()
    const transactionId = newTransaction()
    const say = (by: SignedIn, more = amount) => credit(id, { amount: more, transactionId }, by)
    const waiting = { status: 'pending', amount: '2.50' }
    expect(await say(admin)).toMatchObject(waiting)
    expect(await say(admin)).toMatchObject(waiting)
    expect(await say(second, '999999')).toMatchObject(waiting)
    expect(await main()).toBe('100.00')
    expect(await say(second)).toMatchObject({ status: 'credited' })
  },
)

test('over the amount of a day, announced or not, one member is not enough', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) ids.push((await announce()).id)
  const done = []
  for (const id of ids) done.push((await credit(id)).status)
  expect(done).toEqual(['credited', 'credited', 'credited', 'credited', 'pending'])
  expect(await main()).toBe('110.00')
})

test('nobody credits or rejects his own', async () => {
  const { id } = await announce({}, admin)
  await expect(credit(id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(reject(id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('an unknown deposit is not found', async () => {
  const missing = { code: 'NOT_FOUND' }
  await expect(credit(crypto.randomUUID())).rejects.toMatchObject(missing)
  await expect(reject(crypto.randomUUID())).rejects.toMatchObject(missing)
})

const before = { pending: async () => {}, credited: credit, rejected: reject }
const cells = Object.keys(before).flatMap((from) =>
  (['credit', 'reject'] as const).flatMap((action) =>
    MONEY_ROLES.filter((role) => role === 'owner' || role === 'staff').map(
      (role) => [from, action, role] as const,
    ),
  ),
)
test.each(cells)('from %s, %s by %s', async (from, action, role) => {
  const { id } = await announce()
  await before[from as keyof typeof before](id)
  const by = role === 'staff' ? admin : { ...user, kind: 'staff' as const }
  const act = { credit: () => credit(id, undefined, by), reject: () => reject(id, by) }
  const done = act[action as DepositAction]()
  const rule = DEPOSIT_TRANSITIONS.find(
    (one) => one.from === from && one.action === action && one.by === role,
  )
  if (rule) expect(await done).toMatchObject({ status: rule.to })
  else {
    const code = role === 'owner' ? 'FORBIDDEN' : 'CONFLICT'
    await expect(done).rejects.toMatchObject({ code })
  }
})

test('a restricted user and a coin that is switched off are refused', async () => {
  await core.sql(`insert into user_restrictions values ($1, 'deposit')`, [user.userId])
  await expect(announce()).rejects.toMatchObject({ code: 'RESTRICTED' })
  await core.sql(`update ledger.assets set enabled = false where code = 'ltc'`)
  await expect(announce({}, admin)).rejects.toMatchObject({ code: 'COIN_DISABLED' })
  await core.sql(`update ledger.assets set enabled = true where code = 'ltc'`)
})

test('its owner hears of it and staff’s part is in the audit log', async () => {
  const { id } = await announce()
  await reject(id)
  const heard = await core.sql('select type from events where stream = $1 order by seq', [
    `user:${user.userId}`,
  ])
  expect(heard.map(({ type }) => type)).toEqual([
    'deposit.announced',
    'deposit.rejected',
    'notification.created',
  ])
  expect(
    await core.sql('select action, details from audit_log where subject = $1', [`deposit:${id}`]),
  ).toEqual([
    {
      action: 'deposit.rejected',
      details: { user: user.userId, coin: 'ltc', amount: '2.5', reason: 'never arrived' },
    },
  ])
})

test('the books are in order, and the house owes what came in', async () => {
  expect(await core.verify()).toEqual([])
})
