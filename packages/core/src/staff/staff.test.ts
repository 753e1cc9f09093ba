import type { Coin } from '@souk/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { listAudit } from '../audit/list-audit.ts'
import type { SignedIn } from '../context.ts'
import { listLimits } from '../limits/list-limits.ts'
import { setLimit } from '../limits/set-limit.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { buyTrade } from '../trades/buy-trade.ts'
import { createTrade } from '../trades/create-trade.ts'
import { disputeTrade } from '../trades/dispute-trade.ts'
import { resolveTrade } from '../trades/resolve-trade.ts'
import { getSettings } from './get-settings.ts'
import { listUsers } from './list-users.ts'
import { disableCoin, enableCoin } from './switch-coin.ts'
import { updateSettings } from './update-settings.ts'

let core: TestCore
let admin: SignedIn
let user: SignedIn
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())
beforeEach(async () => {
  admin = await core.newUser('staff')
  user = await core.newUser()
})

const all = { page: 1, perPage: 50 }
const set = (rights: object, of = user) =>
  updateSettings(core.as(admin), { userId: String(of.userId), ...rights })
const trade = (asset: Coin, amount = '1', by = user) => createTrade(core.as(by), { asset, amount })

test('a right that is taken binds the next deal, and so does giving it back', async () => {
  expect(await set({ canTradeUsdt: false })).toMatchObject({
    isActive: true,
    canTradeUsdt: false,
    canTradeBtc: true,
  })
  await expect(trade('usdt')).rejects.toMatchObject({
    code: 'RESTRICTED',
    message: 'You have been restricted from trading usdt, please contact support',
  })
  await trade('btc')
  await set({ canTradeUsdt: true })
  await trade('usdt')
})

test('what a change does not name stays as it is', async () => {
  await set({ canTradeBtc: false, canWithdraw: false })
  const settings = await set({ canTradeBtc: true })
  expect(settings).toMatchObject({ canTradeBtc: true, canWithdraw: false, canDeposit: true })
  expect(await getSettings(core.as(admin), { userId: settings.user.uuid })).toEqual(settings)
})

test('whoever is restricted cannot take a trade, but those he has run on', async () => {
  const seller = await core.newUser()
  const running = await trade('eth', '1', seller)
  const open = await trade('eth', '1', seller)
  await buyTrade(core.as(user), { id: running.id })
  await set({ canTradeEth: false })
  const restricted = { code: 'RESTRICTED' }
  await expect(buyTrade(core.as(user), { id: open.id })).rejects.toMatchObject(restricted)
  await disputeTrade(core.as(user), { id: running.id, reason: 'nothing came' })
})

test.each([{ canTradeLtc: false }, { isActive: false }])(
  'nobody can take a trade of a seller with %j, who could not release it',
  async (rights) => {
    const seller = await core.newUser()
    const open = await trade('ltc', '1', seller)
    await set(rights, seller)
    await expect(buyTrade(core.as(user), { id: open.id })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The seller of this trade cannot trade at the moment',
    })
    await set({ canTradeLtc: true, isActive: true }, seller)
    await buyTrade(core.as(user), { id: open.id })
  },
)

test('a coin that is switched off and on again can be used again', async () => {
  expect(await disableCoin(core.as(admin), { coin: 'TRX' })).toEqual({
    coin: 'trx',
    enabled: false,
  })
  await expect(trade('trx')).rejects.toMatchObject({ code: 'COIN_DISABLED' })
  await enableCoin(core.as(admin), { coin: 'trx' })
  await trade('trx')
})

test('an unknown coin is not found', async () => {
  await expect(disableCoin(core.as(admin), { coin: 'doge' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'Invalid coin',
  })
})

test.each(['999999', '00000000-0000-4000-8000-000000000000'])(
  'user %s is not found',
  async (userId) => {
    const missing = { code: 'NOT_FOUND' }
    const asked = core.as(admin)
    await expect(getSettings(asked, { userId })).rejects.toMatchObject(missing)
    await expect(updateSettings(asked, { userId })).rejects.toMatchObject(missing)
    const limit = { userId, coin: 'btc', maximum: '1' } as const
    await expect(setLimit(asked, limit)).rejects.toMatchObject(missing)
  },
)

test('nobody bans himself', async () => {
  await expect(set({ isActive: false }, admin)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await getSettings(core.as(admin), { userId: `${admin.userId}` })).toMatchObject({
    isActive: true,
  })
})

test('a limit of a user counts instead of that for everybody, and goes when it is removed', async () => {
  const limit = (maximum: string | null, userId?: string) =>
    setLimit(core.as(admin), { coin: 'bnb', maximum, userId })
  await limit('5')
  await expect(trade('bnb', '5.000000000000000001')).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: 'At most 5 bnb may be traded in one deal',
  })
  const { id } = await trade('bnb', '5')
  const buyer = await core.newUser()
  await limit('2', `${buyer.userId}`)
  const exceeded = { code: 'LIMIT_EXCEEDED' }
  await expect(buyTrade(core.as(buyer), { id })).rejects.toMatchObject(exceeded)
  await limit('8', `${user.userId}`)
  await trade('bnb', '8')
  await limit(null, `${user.userId}`)
  await expect(trade('bnb', '8')).rejects.toMatchObject(exceeded)
  await limit('5')
  await limit('7')
  const { items } = await listLimits(core.as(admin), { ...all, coin: 'bnb' })
  expect(items.map(({ userId, maximum }) => [userId !== null, maximum])).toEqual([
    [false, '7.00'],
    [true, '2.00'],
  ])
  await limit(null)
  await trade('bnb', '8')
})

test('a way of paying has its limit in a currency', async () => {
  const limit = { paymentMethod: 'bank_transfer', fiatCurrency: 'ngn', maximum: '1000' }
  expect(await setLimit(core.as(admin), limit)).toEqual({
    coin: null,
    userId: null,
    paymentMethod: 'bank_transfer',
    fiatCurrency: 'ngn',
    maximum: '1000.00',
  })
  const refusals = await core.sql(`select payment_refusal('BANK_TRANSFER', 'NGN', 1000.01) as more,
    payment_refusal('bank_transfer', 'ngn', 1000) as enough,
    payment_refusal('bank_transfer', 'usd', 9999) as other`)
  expect(refusals).toEqual([{ more: 'limit 1000', enough: null, other: null }])
})

test('a ban ends every session and says so to the sockets', async () => {
  await core.sql(
    `insert into sessions (id, user_id, token_hash, created_at, expires_at)
     values ($1::uuid, $2, sha256($1::uuid::text::bytea), now(), now() + interval '1 day')`,
    [user.sessionId, user.userId],
  )
  const live = () => core.as(user).sessions.byId(user.sessionId ?? '')
  core.time.now = new Date()
  expect(await live()).toMatchObject({ userId: user.userId })
  core.woken.length = 0
  await set({ isActive: false })
  expect(await live()).toBeUndefined()
  expect(core.woken).toContain(`sessions:${user.userId}`)
  await set({ isActive: true })
  expect(await live()).toBeUndefined() // they log in again
})

test('users are listed with what they have in usdt, and found by a part of a name', async () => {
  const { items, total } = await listUsers(core.as(admin), {
    ...all,
    search: 'USER',
    isStaff: false,
  })
  expect(total).toBe(items.length)
  expect(items.find(({ id }) => id === user.userId)).toMatchObject({
    availableBalance: '200000.00',
    isStaff: false,
    lastLogin: null,
    groups: [],
  })
  const nobody = await listUsers(core.as(admin), { ...all, search: '%' })
  expect(nobody.items).toEqual([])
})

test('what staff do is in the audit log, newest first, with who and from where', async () => {
  await set({ canDeposit: false })
  await disableCoin(core.as(admin), { coin: 'ltc' })
  await enableCoin(core.as(admin), { coin: 'ltc' })
  const { id } = await trade('btc')
  const buyer = await core.newUser()
  await buyTrade(core.as(buyer), { id })
  await disputeTrade(core.as(buyer), { id, reason: 'late' })
  await resolveTrade(core.as(admin), { id, outcome: 'refund', note: 'so be it' })
  const { items } = await listAudit(core.as(admin), { ...all, staffId: `${admin.userId}` })
  expect(
    items.map(({ action, subject, details, address }) => [action, subject, details, address]),
  ).toEqual([
    ['trade.resolved', `trade:${id}`, { outcome: 'refund', note: 'so be it' }, '127.0.0.1'],
    ['coin.enabled', 'coin:ltc', {}, '127.0.0.1'],
    ['coin.disabled', 'coin:ltc', {}, '127.0.0.1'],
    ['settings.updated', `user:${user.userId}`, { canDeposit: false }, '127.0.0.1'],
  ])
  const ofCoin = { ...all, subject: 'coin:ltc', action: 'coin.enabled', staffId: `${admin.userId}` }
  expect(await listAudit(core.as(admin), ofCoin)).toMatchObject({ total: 1 })
})

test.each([
  ['update', `update audit_log set action = 'x'`],
  ['update of no row', `update audit_log set action = 'x' where false`],
  ['delete', 'delete from audit_log'],
  ['truncate', 'truncate audit_log'],
])('the audit log is append-only: %s is refused', async (_, sql) => {
  await expect(core.sql(sql)).rejects.toThrow('audit_log is append-only')
})

test('after all of this the books are in order', async () => {
  expect(await core.verify()).toEqual([])
})
