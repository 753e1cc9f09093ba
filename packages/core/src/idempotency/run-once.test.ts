import { randomUUID } from 'node:crypto'
import { SoukError } from '@souk/contract'
import { gate } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, Ctx } from '../context.ts'
import { streamHead } from '../events/read-events.ts'
import { recordEvent } from '../events/record-event.ts'
import { housekeeping } from '../housekeeping.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { KEYED_CALLS } from './keyed-calls.ts'
import { KEY_HOURS, runOnce } from './run-once.ts'

let core: TestCore
beforeAll(async () => {
  core = await startTestCore()
  // Whoever is not there can do nothing: their numbers are those of the first.
  for (let n = 0; n < 100; n += 1) await core.newUser()
})
afterAll(() => core.close())

const user = (userId: number): Actor => ({
  kind: 'user',
  userId,
  uuid: 'none',
  sessionId: 'none',
})
const REUSED = { code: 'IDEMPOTENCY_KEY_REUSED' }

let counted = 0

/** Work that leaves a trace in the database and gives another answer each time. */
async function work(ctx: Ctx): Promise<{ n: number; secret: string }> {
  await recordEvent(ctx, ['work:1'], 'work.done', {})
  counted += 1
  return { n: counted, secret: 'token-of-the-answer' }
}

const done = () => streamHead(core.as({ kind: 'system' }).db, 'work:1')

const keys = (key: string) =>
  core.sql('select scope, fingerprint, answer from idempotency_keys where key = $1', [key])

/** Whoever is to wait has come to that point: another caller's request has gone all the way since. */
async function othersWait(): Promise<void> {
  await runOnce(core.as(user(3)), { key: randomUUID(), request: 'r' }, async () => null)
}

async function othersWaitFor(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setImmediate(resolve))
}

test('the second request with a key gets the first one’s answer, and nothing happens again', async () => {
  const ctx = core.as(user(1))
  const before = await done()
  const first = await runOnce(ctx, { key: 'twice', request: 'r {"a":1}' }, work)
  const second = await runOnce(ctx, { key: 'twice', request: 'r {"a":1}' }, work)
  expect(first.replayed).toBe(false)
  expect(second).toEqual({ answer: first.answer, replayed: true })
  expect(await done()).toBe(before + 1)
})

test('20 requests at once with one key do the work once and all get its answer', async () => {
  const before = await done()
  const results = await Promise.all(
    Array.from({ length: 20 }, () =>
      runOnce(core.as(user(1)), { key: 'at once', request: 'r' }, work),
    ),
  )
  expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(new Set(results.map(({ answer }) => answer.n)).size).toBe(1)
  expect(await done()).toBe(before + 1)
})

test('a duplicate waits for the first, and does the work itself when that one is refused', async () => {
  const keyed = { key: 'refused first', request: 'r' }
  const [working, leave] = [gate(), gate()]
  const before = await done()
  const first = runOnce(core.as(user(1)), keyed, async (ctx) => {
    await work(ctx)
    working.open()
    await leave.passed
    throw new SoukError('CONFLICT', 'too late')
  })
  await working.passed
  const second = runOnce(core.as(user(1)), keyed, work)
  await othersWait()
  leave.open()
  await expect(first).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await second).toMatchObject({ replayed: false })
  expect(await done()).toBe(before + 1)
})

test('a refused request keeps no key: it may be tried again, even as another request', async () => {
  const ctx = core.as(user(1))
  const refused = runOnce(ctx, { key: 'refused', request: 'r' }, async () => {
    throw new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
  })
  await expect(refused).rejects.toMatchObject({ code: 'INSUFFICIENT_FUNDS' })
  expect(await keys('refused')).toEqual([])
  expect(await runOnce(ctx, { key: 'refused', request: 'another' }, work)).toMatchObject({
    replayed: false,
  })
})

test.each(['r {"a":2}', 'other {"a":1}', 'r {"a":1} '])(
  'a key used for one request is refused for another: %s',
  async (request) => {
    const ctx = core.as(user(1))
    const before = await done()
    await runOnce(ctx, { key: `for ${request}`, request: 'r {"a":1}' }, work)
    await expect(runOnce(ctx, { key: `for ${request}`, request }, work)).rejects.toMatchObject(
      REUSED,
    )
    expect(await done()).toBe(before + 1)
  },
)

test('another request with the same key waits for the first before it is refused', async () => {
  const [working, leave] = [gate(), gate()]
  const first = runOnce(core.as(user(1)), { key: 'both', request: 'r' }, async (ctx) => {
    working.open()
    await leave.passed
    return work(ctx)
  })
  await working.passed
  const other = runOnce(core.as(user(1)), { key: 'both', request: 'other' }, work)
  const refused = expect(other).rejects.toMatchObject(REUSED)
  await othersWait()
  leave.open()
  await first
  await refused
})

test('keys are each user’s own, and of those who are not signed in their address’s', async () => {
  const at = (address: string) => ({ ...core.as({ kind: 'anonymous' }), address })
  const callers = [
    core.as(user(1)),
    core.as(user(2)),
    at('192.0.2.1'),
    at('192.0.2.2'),
    at('user:1'),
  ]
  for (const ctx of callers) {
    expect((await runOnce(ctx, { key: 'mine', request: 'r' }, work)).replayed).toBe(false)
  }
  const again = { ...core.as(user(2)), address: '192.0.2.1' }
  expect((await runOnce(again, { key: 'mine', request: 'r' }, work)).replayed).toBe(true)
  expect(await keys('mine')).toHaveLength(callers.length)
})

test('a key gives the first answer for 24 hours and then begins anew', async () => {
  const start = core.time.now
  const after = (milliseconds: number) => {
    core.time.now = new Date(start.getTime() + milliseconds)
    return runOnce(core.as(user(1)), { key: 'old', request: 'r' }, work)
  }
  const day = KEY_HOURS * 3_600_000
  expect(KEY_HOURS).toBe(24)
  const first = await after(0)
  expect(await after(day - 1)).toEqual({ answer: first.answer, replayed: true })
  const second = await after(day)
  expect(second.replayed).toBe(false)
  expect(await after(day + 1)).toEqual({ answer: second.answer, replayed: true })
  core.time.now = start
})

test('an expired key may be used for another request', async () => {
  const start = core.time.now
  await runOnce(core.as(user(1)), { key: 'anew', request: 'r' }, work)
  core.time.now = new Date(start.getTime() + KEY_HOURS * 3_600_000)
  const again = await runOnce(core.as(user(1)), { key: 'anew', request: 'other' }, work)
  expect(again.replayed).toBe(false)
  core.time.now = start
})

test('of 20 requests that find an expired key at once, one does the work', async () => {
  const start = core.time.now
  const keyed = { key: 'expired at once', request: 'r' }
  await runOnce(core.as(user(1)), keyed, work)
  core.time.now = new Date(start.getTime() + 25 * 3_600_000)
  const results = await Promise.all(
    Array.from({ length: 20 }, () => runOnce(core.as(user(1)), keyed, work)),
  )
  expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1)
  core.time.now = start
})

test('housekeeping removes expired keys and no others', async () => {
  const start = core.time.now
  await runOnce(core.as(user(1)), { key: 'swept', request: 'r' }, work)
  core.time.now = new Date(start.getTime() + KEY_HOURS * 3_600_000 - 1)
  await housekeeping(core.as({ kind: 'system' }))
  expect(await keys('swept')).toHaveLength(1)
  core.time.now = new Date(start.getTime() + KEY_HOURS * 3_600_000 + 1)
  await housekeeping(core.as({ kind: 'system' }))
  expect(await keys('swept')).toEqual([])
  core.time.now = start
})

test('what is kept shows neither the request nor the answer', async () => {
  await runOnce(core.as(user(1)), { key: 'sealed', request: 'login my-password' }, work)
  const [row] = await keys('sealed')
  const kept = Buffer.concat([row?.fingerprint as Buffer, row?.answer as Buffer]).toString('latin1')
  expect(kept).not.toContain('my-password')
  expect(kept).not.toContain('token-of-the-answer')
})

test('after the secret key was replaced, the work is not done again and the refusal says why', async () => {
  const ctx = core.as(user(11))
  const request = { key: 'rotated', request: 'r {"a":1}' }
  await runOnce(ctx, request, work)
  const before = await done()
  const secretKey = Buffer.from('another secret for tests only, thirty-two')
  const rotated = { ...ctx, settings: { ...ctx.settings, secretKey } }
  await expect(runOnce(rotated, request, work)).rejects.toMatchObject(REUSED)
  expect(await done()).toBe(before)
})

test('what is slow about a call, and waiting for another with its key, takes no connection', async () => {
  const [slow, working] = [gate(), gate()]
  const keyed = { key: 'slow', request: 'r' }
  const calls = Array.from({ length: 40 }, () =>
    runOnce(core.as(user(4)), keyed, {
      prepare: async () => {
        working.open()
        await slow.passed
        return work
      },
    }),
  )
  const others = Array.from({ length: 40 }, (_, n) =>
    runOnce(
      core.as(user(5)),
      { key: `slow ${n}`, request: 'r' },
      {
        prepare: async () => {
          await slow.passed
          return async () => n
        },
      },
    ),
  )
  await working.passed
  await othersWait()
  const { pool } = core.database
  await othersWaitFor(() => pool.waitingCount === 0 && pool.idleCount === pool.totalCount)
  slow.open()
  const answers = await Promise.all(calls)
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(new Set(answers.map(({ answer }) => answer.n)).size).toBe(1)
  expect(await Promise.all(others)).toHaveLength(40)
})

test('keyed calls leave half of the connections to others, whoever makes them', async () => {
  const leave = gate()
  let writing = 0
  const calls = Array.from({ length: 30 }, (_, n) =>
    runOnce(core.as(user(100 + n)), { key: 'at work', request: 'r' }, async () => {
      writing += 1
      await leave.passed
      return n
    }),
  )
  await othersWaitFor(() => writing === core.database.pool.options.max / 2)
  expect(await core.sql('select 1 as one')).toEqual([{ one: 1 }])
  expect(writing).toBe(core.database.pool.options.max / 2)
  leave.open()
  await Promise.all(calls)
})

test('one caller may have only so many keyed calls under way, and others as many again', async () => {
  const leave = gate()
  const call = (userId: number, n: number) =>
    runOnce(
      core.as(user(userId)),
      { key: `many ${n}`, request: 'r' },
      {
        prepare: async () => {
          await leave.passed
          return async () => n
        },
      },
    )
  const mine = Array.from({ length: KEYED_CALLS.ofCaller }, (_, n) => call(6, n))
  await expect(call(6, -1)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 })
  const theirs = call(7, 0)
  leave.open()
  await Promise.all([...mine, theirs])
  expect((await call(6, -1)).replayed).toBe(false)
})

test('nobody outside is asked while a keyed call holds its connection', async () => {
  const asking = runOnce(core.as(user(1)), { key: 'asks', request: 'r' }, (tx) =>
    tx.rates.current(),
  )
  await expect(asking).rejects.toThrow('holding a connection')
})
