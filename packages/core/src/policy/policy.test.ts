import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listAudit } from '../audit/list-audit.ts'
import type { SignedIn } from '../context.ts'
import { listLimits } from '../limits/list-limits.ts'
import { setLimit } from '../limits/set-limit.ts'
import { getSettings } from '../staff/get-settings.ts'
import { updateSettings } from '../staff/update-settings.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { listConfirmations } from './list-confirmations.ts'

const DAY = 24 * 3_600_000

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

const of = ({ userId }: SignedIn) => ({ userId: String(userId) })
const waiting = async () =>
  (await listConfirmations(core.as(ann), { page: 1, perPage: 100 })).items.filter(
    ({ subject }) => subject === `user:${cleo.userId}`,
  )

/** Each way of doing something to somebody, and whether it has been done. */
const DEEDS = {
  'take a right': {
    make: (by: SignedIn, about: SignedIn) =>
      updateSettings(core.as(by), { ...of(about), canWithdraw: false }),
    isDone: async (about: SignedIn) => !(await getSettings(core.as(ann), of(about))).canWithdraw,
  },
  ban: {
    make: (by: SignedIn, about: SignedIn) =>
      updateSettings(core.as(by), { ...of(about), isActive: false }),
    isDone: async (about: SignedIn) => !(await getSettings(core.as(ann), of(about))).isActive,
  },
  'set a limit': {
    make: (by: SignedIn, about: SignedIn) =>
      setLimit(core.as(by), { ...of(about), coin: 'btc', maximum: '1' }),
    isDone: async (about: SignedIn) =>
      (await listLimits(core.as(ann), { ...of(about), page: 1, perPage: 10 })).total > 0,
  },
}

describe.each(Object.entries(DEEDS))('to %s', (name, { make, isDone }) => {
  test('of somebody who is no member, one is enough', async () => {
    const somebody = await core.newUser()
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

  if (name === 'ban') return

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
})
