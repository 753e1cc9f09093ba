import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { newBtcAddress } from '../testing/btc-address.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { createTrade } from '../trades/create-trade.ts'
import { approveWithdrawal } from './approve-withdrawal.ts'
import { cancelWithdrawal } from './cancel-withdrawal.ts'
import type { Chains, Payout } from './chains.ts'
import { getWallet } from './get-wallet.ts'
import { listWithdrawals } from './list-own.ts'
import { payWithdrawal } from './pay-withdrawal.ts'
import { rejectWithdrawal } from './reject-withdrawal.ts'
import { requestWithdrawal } from './request-withdrawal.ts'
import { transferBetweenWallets } from './transfer-between-wallets.ts'
import { WITHDRAWAL_TRANSITIONS, type WithdrawalAction } from './transitions.ts'

let address: string
const paid: Payout[] = []
const chains: Chains = {
  depositAddress: async () => null,
  payOut: async (payout) => {
    paid.push(payout)
    return `tx-of-${payout.id}`
  },
}

let core: TestCore
let ann: SignedIn
let ben: SignedIn
let user: SignedIn
beforeAll(async () => {
  core = await startTestCore({ secondApprovalAbove: { btc: '10' }, chains })
  ann = await core.newUser('staff')
  ben = await core.newUser('staff')
})
afterAll(() => core.close())
beforeEach(async () => {
  address = newBtcAddress()
  user = await core.newUser()
})

const request = (amount = '4', by = user, to = address) =>
  requestWithdrawal(core.as(by), { currency: 'btc', amount, address: to })

async function main(of = user) {
  const rows = await getWallet(core.as(of))
  const row = rows.find((one) => one.currency === 'btc' && one.wallet === 'main')
  return { available: row?.available, held: row?.held }
}

const approve = (id: string, by = ann) => approveWithdrawal(core.as(by), { id })
const reject = (id: string, by = ann) =>
  rejectWithdrawal(core.as(by), { id, reason: 'unknown source' })
const cancel = (id: string, by = user) => cancelWithdrawal(core.as(by), { id })

test('a withdrawal holds the money until staff have decided', async () => {
  const made = await request()
  expect(made).toMatchObject({ status: 'pending', amount: '4.00', transactionId: null })
  expect(await main()).toEqual({ available: '96.00', held: '4.00' })
  await approve(made.id)
  expect(await main()).toEqual({ available: '96.00', held: '0.00' })
  const { items } = await listWithdrawals(core.as(user), { page: 1, perPage: 10 })
  expect(items).toMatchObject([{ id: made.id, status: 'approved' }])
})

test.each([
  ['rejected', reject],
  ['cancelled', cancel],
] as const)('a withdrawal that is %s gives the money back', async (status, undo) => {
  const { id } = await request()
  expect(await undo(id)).toMatchObject({ status })
  expect(await main()).toEqual({ available: '100.00', held: '0.00' })
})

test('more than there is cannot be withdrawn', async () => {
  await expect(request('100.00000001')).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
})

test('an address of something else is refused, naming the field', async () => {
  const input = { currency: 'btc', amount: '1', address: '7d39dl9039x9o3kfb' } as const
  await expect(requestWithdrawal(core.as(user), input)).rejects.toMatchObject({
    code: 'VALIDATION_FAILED',
    fields: [{ path: ['address'], message: 'is not a valid btc address' }],
  })
})

test('a large one takes effect with the second member of staff', async () => {
  const { id } = await request('10.5')
  expect(await approve(id)).toMatchObject({ status: 'pending', approvals: 1, approvalsNeeded: 2 })
  expect(await main()).toEqual({ available: '89.50', held: '10.50' })
  await expect(approve(id)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await approve(id, ben)).toMatchObject({ status: 'approved', approvals: 2 })
  expect(await main()).toEqual({ available: '89.50', held: '0.00' })
})

test('the approval of somebody who is no member any more is none', async () => {
  const { id } = await request('10.5')
  const gone = await core.newUser('staff')
  await approve(id, gone)
  await core.sql('update users set is_active = false where id = $1', [gone.userId])
  expect(await approve(id)).toMatchObject({ status: 'pending', approvals: 1 })
  expect(await approve(id, ben)).toMatchObject({ status: 'approved', approvals: 2 })
})

test('ten exactly is not above ten', async () => {
  expect(await approve((await request('10')).id)).toMatchObject({ status: 'approved' })
})

test.each([
  ['to one address', async () => request('6', await core.newUser(), address.toUpperCase())],
  ['to one user', () => request('6', user, newBtcAddress())],
])('what goes out in a day %s adds up, what waits included', async (_, more) => {
  const first = await request('4')
  const [second, third] = [await more(), await more()]
  expect(await approve(second.id)).toMatchObject({ status: 'approved' })
  expect(await approve(third.id)).toMatchObject({ status: 'pending', approvalsNeeded: 2 })
  await cancel(first.id)
  expect(await approve(third.id, ben)).toMatchObject({ status: 'approved' })
})

test('what was given back, or went out the day before, does not add up', async () => {
  const gone = await request('10')
  await approve(gone.id)
  await cancel((await request('9')).id)
  core.time.now = new Date(core.time.now.getTime() + 25 * 3_600_000)
  expect(await approve((await request('9')).id)).toMatchObject({ status: 'approved' })
})

test('of ten at once, no more than one member may approve alone', async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => request('3')))
  const approved = await Promise.all(made.map(({ id }) => approve(id)))
  expect(approved.filter(({ status }) => status === 'approved')).toHaveLength(3)
})

test.each([
  ['eth', '0x0000000000000000000000000000000000000000', 'belongs to nobody'],
  ['eth', '0x000000000000000000000000000000000000dEaD', 'belongs to nobody'],
  ['bnb', '0x0000000000000000000000000000000000000001', 'belongs to nobody'],
  ['eth', '0X0000000000000000000000000000000000000000', 'belongs to nobody'],
  ['usdt', '0XDAC17F958D2EE523A2206206994597C13D831EC7', 'is a contract'],
  ['trx', 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb', 'belongs to nobody'],
  ['trx', 'TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy', 'belongs to nobody'],
  ['eth', '0xffffffffffffffffffffffffffffffffffffffff', 'belongs to nobody'],
  ['btc', '1111111111111111111114oLvT2', 'belongs to nobody'],
  ['btc', '31h1vYVSYuKP6AhS86fbRdMw9XHieotbST', 'belongs to nobody'],
  ['btc', '1BitcoinEaterAddressDontSendf59kuE', 'belongs to nobody'],
  ['btc', 'bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9e75rs', 'belongs to nobody'],
  ['btc', 'BC1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ9E75RS', 'belongs to nobody'],
  ['ltc', 'LKDxGDJq5fF4FohAB8zJH24mDDNHDNtqsE', 'belongs to nobody'],
  ['usdt', '0xdAC17F958D2ee523a2206206994597C13D831ec7', 'is a contract'],
  ['usdt', '0xdac17f958d2ee523a2206206994597c13d831ec7', 'is a contract'],
  ['usdt', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'is a contract'],
] as const)(
  '%s cannot be sent to %s, from where nobody gets it back',
  async (currency, to, why) => {
    const input = { currency, amount: '1', address: to }
    await expect(requestWithdrawal(core.as(user), input)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: ['address'], message: expect.stringContaining(why) }],
    })
  },
)

test('after the first of two approvals it can still be cancelled or rejected', async () => {
  const [one, two] = [await request('11'), await request('12')]
  await approve(one.id)
  await approve(two.id)
  await cancel(one.id)
  await reject(two.id, ben)
  expect(await main()).toEqual({ available: '100.00', held: '0.00' })
})

test('the first of two approvals lapses after a day', async () => {
  const { id } = await request('11')
  await approve(id)
  await core.sql(
    `update withdrawals set updated_at = updated_at - interval '25 hours' where id = $1`,
    [id],
  )
  expect(await approve(id, ben)).toMatchObject({ status: 'pending' })
  expect(await approve(id)).toMatchObject({ status: 'approved' })
})

test('the coins are sent, and the transaction is named, once all have approved', async () => {
  const { id } = await request('11')
  const sent = (by = ann) => approveWithdrawal(core.as(by), { id, transactionId: 'ab'.repeat(32) })
  await expect(sent()).rejects.toMatchObject({ fields: [{ path: ['transactionId'] }] })
  await approve(id)
  expect(await sent(ben)).toMatchObject({ status: 'approved', transactionId: 'ab'.repeat(32) })
})

test('nobody decides on his own', async () => {
  const { id } = await request('1', ann)
  await expect(approve(id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(reject(id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await cancel(id, ann)
})

test('what is somebody else’s is not found', async () => {
  const { id } = await request()
  const missing = { code: 'NOT_FOUND' }
  await expect(cancel(id, await core.newUser())).rejects.toMatchObject(missing)
  await expect(cancel(id, ann)).rejects.toMatchObject(missing)
  await expect(approve(crypto.randomUUID())).rejects.toMatchObject(missing)
})

const actions = { cancel, approve, reject }
const undone = { pending: async () => {}, approved: approve, rejected: reject, cancelled: cancel }
const cells = Object.keys(undone).flatMap((from) =>
  (['cancel', 'approve', 'reject'] as const).flatMap((action) =>
    (['owner', 'staff', 'other'] as const).map((role) => [from, action, role] as const),
  ),
)

test.each(cells)('from %s, %s by %s', async (from, action, role) => {
  const { id } = await request('1')
  await undone[from as keyof typeof undone](id)
  // Cancelling is asked for as a user, whoever one is; deciding only staff can ask for at all.
  const actor = {
    owner: action === 'cancel' ? user : { ...user, kind: 'staff' as const },
    staff: ben,
  }
  const by = role === 'other' ? await core.newUser() : actor[role]
  const seenAs = action === 'cancel' && role === 'staff' ? 'other' : role
  const rule = WITHDRAWAL_TRANSITIONS.find(
    (one) => one.from === from && one.action === action && one.by === seenAs,
  )
  const done = actions[action as WithdrawalAction](id, by)
  if (rule) expect(await done).toMatchObject({ status: rule.to })
  else {
    await expect(done).rejects.toMatchObject({
      code: seenAs === 'other' ? 'NOT_FOUND' : expect.stringMatching('CONFLICT|FORBIDDEN'),
    })
  }
})

test('of approving, rejecting and cancelling at once, one wins', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { id } = await request('1')
    const outcomes = await Promise.allSettled([
      approve(id),
      approve(id, ben),
      reject(id),
      cancel(id),
    ])
    const won = outcomes.filter(({ status }) => status === 'fulfilled')
    expect(won).toHaveLength(1)
  }
  expect((await main()).held).toBe('0.00')
  expect(await core.verify()).toEqual([])
})

test('two first approvals at once are two approvals, and each is told its own', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { id } = await request('11')
    const told = await Promise.all([approve(id), approve(id, ben)])
    const said = told.map(({ status, approvals }) => `${status} ${approvals}`)
    expect(said.sort()).toEqual(['approved 2', 'pending 1'])
  }
  expect(await main()).toEqual({ available: '45.00', held: '0.00' })
})

test('the same money is not withdrawn and traded', async () => {
  await Promise.allSettled([
    ...Array.from({ length: 4 }, () => request('40')),
    ...Array.from({ length: 4 }, () =>
      transferBetweenWallets(core.as(user), {
        currency: 'btc',
        amount: '40',
        from: 'main',
        to: 'p2p',
      }).then(() => createTrade(core.as(user), { asset: 'btc', amount: '60' })),
    ),
  ])
  const { available, held } = await main()
  const p2p = await core.purse(user)
  const sum = [available, held, p2p.available, p2p.held].reduce((a, b) => a + Number(b), 0)
  expect(sum).toBe(200)
  expect(await core.verify()).toEqual([])
})

test('an approved withdrawal is handed to the chain once it can be, and the transaction noted', async () => {
  const { id } = await request('2')
  const job = { withdrawalId: id }
  await payWithdrawal(core.as({ kind: 'system' }), job)
  expect(paid).toEqual([]) // nobody has approved it
  await approve(id)
  const queued = await core.sql(
    `select data from pgboss.job where name = 'withdrawal.pay' and data->>'withdrawalId' = $1`,
    [id],
  )
  expect(queued).toEqual([{ data: job }])
  const failing = { ...chains, payOut: () => Promise.reject(new Error('the node is away')) }
  const system = core.as({ kind: 'system' })
  await expect(payWithdrawal({ ...system, chains: failing }, job)).rejects.toThrow('away')
  await payWithdrawal(system, job)
  await payWithdrawal(system, job)
  expect(paid).toEqual([{ id, coin: 'btc', amount: '2', address }])
  const { items } = await listWithdrawals(core.as(user), { page: 1, perPage: 1 })
  expect(items).toMatchObject([{ transactionId: `tx-of-${id}` }])
})

test('staff who send the coins themselves enter the transaction, with the approval or after it', async () => {
  const [one, two] = [await request('1'), await request('1')]
  const tx = (digit: string) => digit.repeat(64)
  const enter = (id: string, transactionId: string) =>
    approveWithdrawal(core.as(ann), { id, transactionId })
  expect(await enter(one.id, tx('a'))).toMatchObject({ status: 'approved', transactionId: tx('a') })
  await approve(two.id)
  expect(await enter(two.id, tx('b'))).toMatchObject({ transactionId: tx('b') })
  await expect(enter(two.id, tx('c'))).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('its owner hears of each step, and gets mail where he has an address', async () => {
  await core.sql(`update users set email = 'u@example.com' where id = $1`, [user.userId])
  const { id } = await request('1')
  await reject(id)
  const heard = await core.sql(
    `select type, data->>'status' as status from events
      where stream = $1 and type like 'withdrawal.%' order by seq`,
    [`user:${user.userId}`],
  )
  expect(heard).toEqual([
    { type: 'withdrawal.requested', status: 'pending' },
    { type: 'withdrawal.rejected', status: 'rejected' },
  ])
  const mails = await core.sql(
    'select template, data from mails where recipient_id = $1 order by id',
    [user.userId],
  )
  expect(mails).toEqual([
    { template: 'withdrawal.requested', data: { amount: '1', coin: 'btc' } },
    {
      template: 'withdrawal.rejected',
      data: { amount: '1', coin: 'btc', reason: 'unknown source' },
    },
  ])
})

test('a restricted user and a coin that is switched off are refused', async () => {
  await core.sql(`insert into user_restrictions values ($1, 'withdraw')`, [user.userId])
  await expect(request()).rejects.toMatchObject({
    code: 'RESTRICTED',
    message: 'You have been restricted from withdrawing, please contact support',
  })
  await core.sql(`update ledger.assets set enabled = false where code = 'btc'`)
  await expect(request('1', ann)).rejects.toMatchObject({ code: 'COIN_DISABLED' })
  await core.sql(`update ledger.assets set enabled = true where code = 'btc'`)
})

test('after all of this the books are in order', async () => {
  expect(await core.verify()).toEqual([])
})
