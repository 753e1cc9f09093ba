import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changePassword, setPassword } from '../accounts/change-password.ts'
import { ensureStaff } from '../accounts/ensure-staff.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { resetTwoFactor } from '../accounts/two-factor/reset.ts'
import { listAudit } from '../audit/list-audit.ts'
import type { Actor, SignedIn } from '../context.ts'
import { listLimits } from '../limits/list-limits.ts'
import { setLimit } from '../limits/set-limit.ts'
import { getSettings } from '../staff/get-settings.ts'
import { updateSettings } from '../staff/update-settings.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { listConfirmations } from './list-confirmations.ts'

const DAY = 24 * 3_600_000
const SYSTEM: Actor = { kind: 'system' }

let core: TestCore
/** Two members who decide, one about whom they do, and somebody who is no member. */
let ann: SignedIn
let ben: SignedIn
let cleo: SignedIn
let user: SignedIn
beforeAll(async () => {
  core = await startTestCore()
  user = await core.newUser()
})
afterAll(() => core.close())
beforeEach(async () => {
  ann = await core.newUser('staff')
  ben = await core.newUser('staff')
  cleo = await core.newUser('staff')
})

interface Deed {
  before?(about: SignedIn): Promise<unknown>
  make(by: SignedIn, about: SignedIn): Promise<object>
  isDone(about: SignedIn): Promise<boolean>
}

const of = ({ userId }: SignedIn) => ({ userId: String(userId) })
const waiting = async () =>
  (await listConfirmations(core.as(ann), { page: 1, perPage: 100 })).items.filter(
    ({ subject }) => subject === `user:${cleo.userId}`,
  )

const byShell = (statement: string) => (about: SignedIn) => core.sql(statement, [about.userId])

/** Each way of doing something to somebody, how they are before it, and whether it has been done. */
const DEEDS: Record<string, Deed> = {
  'take a right': {
    make: (by, about) => updateSettings(core.as(by), { ...of(about), canWithdraw: false }),
    isDone: async (about) => !(await getSettings(core.as(ann), of(about))).canWithdraw,
  },
  ban: {
    make: (by, about) => updateSettings(core.as(by), { ...of(about), isActive: false }),
    isDone: async (about) => !(await getSettings(core.as(ann), of(about))).isActive,
  },
  'give a right back': {
    before: byShell(`insert into user_restrictions values ($1, 'withdraw')`),
    make: (by, about) => updateSettings(core.as(by), { ...of(about), canWithdraw: true }),
    isDone: async (about) => (await getSettings(core.as(ann), of(about))).canWithdraw,
  },
  'lift a ban': {
    before: byShell('update users set is_active = false where id = $1'),
    make: (by, about) => updateSettings(core.as(by), { ...of(about), isActive: true }),
    isDone: async (about) => (await getSettings(core.as(ann), of(about))).isActive,
  },
  'remove a limit': {
    before: byShell(`insert into deal_limits (asset, user_id, maximum) values ('btc', $1, 1)`),
    make: (by, about) => setLimit(core.as(by), { ...of(about), coin: 'btc', maximum: null }),
    isDone: async (about) =>
      (await listLimits(core.as(ann), { ...of(about), page: 1, perPage: 10 })).total === 0,
  },
  'set a limit': {
    make: (by, about) => setLimit(core.as(by), { ...of(about), coin: 'btc', maximum: '1' }),
    isDone: async (about) =>
      (await listLimits(core.as(ann), { ...of(about), page: 1, perPage: 10 })).total > 0,
  },
}

describe.each(Object.entries(DEEDS))('to %s', (name, { before, make, isDone }) => {
  beforeEach(() => before?.(cleo))

  test('of somebody who is no member, one is enough', async () => {
    const somebody = await core.newUser()
    await before?.(somebody)
    expect(await make(ann, somebody)).not.toHaveProperty('awaitsConfirmation')
    expect(await isDone(somebody)).toBe(true)
  })

  test('of a member, another one alone has no effect, however often', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await make(ann, cleo)).toMatchObject({ awaitsConfirmation: true })
    }
    expect(await isDone(cleo)).toBe(false)
    expect(await waiting()).toMatchObject([{ staffId: ann.uuid }])
  })

  test('of a member, two others have', async () => {
    await make(ann, cleo)
    expect(await make(ben, cleo)).not.toHaveProperty('awaitsConfirmation')
    expect(await isDone(cleo)).toBe(true)
    expect(await waiting()).toEqual([])
    const { items } = await listAudit(core.as(ann), {
      subject: `user:${cleo.userId}`,
      page: 1,
      perPage: 10,
    })
    expect(items.map(({ staffId, action }) => [staffId, action.endsWith('_first')])).toEqual([
      [ben.uuid, false],
      [ann.uuid, true],
    ])
  })

  test('of two at once, one proposes and the other confirms', async () => {
    const made = await Promise.all([make(ann, cleo), make(ben, cleo)])
    expect(made.filter((answer) => 'awaitsConfirmation' in answer)).toHaveLength(1)
    expect(await isDone(cleo)).toBe(true)
  })

  test('after a day, or once the first is no member any more, it begins anew', async () => {
    await make(ann, cleo)
    core.time.now = new Date(core.time.now.getTime() + DAY)
    expect(await make(ben, cleo)).toMatchObject({ awaitsConfirmation: true })
    await core.sql('update users set is_active = false where id = $1', [ben.userId])
    expect(await make(ann, cleo)).toMatchObject({ awaitsConfirmation: true })
    expect(await isDone(cleo)).toBe(false)
  })

  // Nobody bans themself, and whoever is banned does nothing.
  if (name.includes('ban')) return

  test('of oneself, one alone has no effect; another confirms', async () => {
    expect(await make(cleo, cleo)).toMatchObject({ awaitsConfirmation: true })
    expect(await isDone(cleo)).toBe(false)
    await make(ben, cleo)
    expect(await isDone(cleo)).toBe(true)
  })
})

test('something else does not confirm it', async () => {
  await updateSettings(core.as(ann), { ...of(cleo), canWithdraw: false })
  const other = await updateSettings(core.as(ben), {
    ...of(cleo),
    canWithdraw: false,
    canDeposit: false,
  })
  expect(other).toMatchObject({ awaitsConfirmation: true, canWithdraw: true, canDeposit: true })
})

test('somebody who was banned while a request of theirs waited does nothing with it', async () => {
  await updateSettings(core.as(ann), { ...of(user), isActive: false })
  const late = { code: 'INVALID_TOKEN' }
  await expect(setLimit(core.as(user), { coin: 'btc', maximum: '1' })).rejects.toMatchObject(late)
  const [currentPassword, newPassword] = ['the one until now', 'the one from now on']
  await setPassword(core.as(SYSTEM), { id: user.userId }, await hashPassword(currentPassword), null)
  const passwords = { currentPassword, newPassword }
  await expect(changePassword(core.as(user), passwords)).rejects.toMatchObject(late)
})

test('the shell’s new password for a member of staff is in the audit log', async () => {
  await core.sql(`update users set username_key = 'ann' where id = $1`, [ann.userId])
  await setPassword(
    core.as(SYSTEM),
    { id: ann.userId },
    await hashPassword('six red lanterns'),
    null,
  )
  await ensureStaff(core.as(SYSTEM), { username: 'ann', password: 'six blue lanterns' })
  const { items } = await listAudit(core.as(ben), { page: 1, perPage: 5 })
  const subject = `user:${ann.userId}`
  expect(items).toContainEqual(expect.objectContaining({ action: 'staff.password_set', subject }))
})

test('a banned member stays banned when the shell or a start names them, and keeps their password', async () => {
  await core.sql(`update users set username_key = 'cleo', is_active = false where id = $1`, [
    cleo.userId,
  ])
  const named = ensureStaff(core.as(SYSTEM), { username: 'cleo', password: 'six green lanterns' })
  await expect(named).rejects.toThrow('is banned')
  const still = await core.sql('select is_active, password_hash from users where id = $1', [
    cleo.userId,
  ])
  expect(still).toEqual([
    { is_active: false, password_hash: expect.not.stringContaining('argon2') },
  ])
})

test('a second factor is reset by two members, of anybody, and by nobody for themself', async () => {
  for (const about of [cleo, await core.newUser()]) {
    await core.sql('update users set two_factor_enabled = true where id = $1', [about.userId])
    const reset = (by: SignedIn) => resetTwoFactor(core.as(by), of(about))
    for (let n = 0; n < 2; n += 1) expect(await reset(ann)).toEqual({ awaitsConfirmation: true })
    if (about === cleo) await expect(reset(cleo)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const isOn = () =>
      core.sql('select two_factor_enabled as on from users where id = $1', [about.userId])
    expect(await isOn()).toEqual([{ on: true }])
    expect(await reset(ben)).toEqual({})
    expect(await isOn()).toEqual([{ on: false }])
    await expect(reset(ann)).rejects.toMatchObject({ code: 'CONFLICT' })
  }
})
