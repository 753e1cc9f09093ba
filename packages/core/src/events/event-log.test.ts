import { gate, untilBlocked } from '@souk/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { readEvents, streamHead } from './read-events.ts'
import { recordEvent } from './record-event.ts'

let core: TestCore
let ctx: Ctx
beforeAll(async () => {
  core = await startTestCore()
  ctx = core.as({ kind: 'system' })
})
afterAll(() => core.close())

/** Records one event in a transaction of its own, which may end in a refusal. */
function record(streams: readonly string[], data: object, end = async () => {}): Promise<void> {
  return ctx.db.transaction(async (db) => {
    await recordEvent({ ...ctx, db }, streams, 'test.happened', data)
    await end()
  })
}

const refuse = async () => {
  throw new Error('refused')
}

async function numbersOf(stream: string): Promise<number[]> {
  return (await readEvents(ctx.db, stream, 0)).map(({ seq }) => seq)
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('an event has a number of its own in each of its streams', async () => {
  await record(['a:1', 'b:1', 'a:1'], { n: 1 })
  await record(['b:1'], { n: 2 })
  const [event, ...others] = await readEvents(ctx.db, 'a:1', 0)
  expect(event).toMatchObject({ stream: 'a:1', seq: 1, type: 'test.happened', data: { n: 1 } })
  expect(others).toEqual([])
  expect((await readEvents(ctx.db, 'b:1', 0)).map(({ seq, data }) => [seq, data])).toEqual([
    [1, { n: 1 }],
    [2, { n: 2 }],
  ])
  expect(await readEvents(ctx.db, 'b:1', 1)).toHaveLength(1)
  expect(await streamHead(ctx.db, 'b:1')).toBe(2)
  expect(await streamHead(ctx.db, 'nothing:1')).toBe(0)
})

test('writers that race, and some of which are refused, leave no gap and no double', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, (_, i) => record(['gap:1'], { i }, i % 3 ? undefined : refuse)),
  )
  const written = results.filter(({ status }) => status === 'fulfilled').length
  expect(written).toBe(40)
  expect(await numbersOf('gap:1')).toEqual(upTo(40))
  expect(await streamHead(ctx.db, 'gap:1')).toBe(40)
})

test.each([
  ['commits', undefined, [1, 2]],
  ['is refused', refuse, [1]],
])(
  'a writer waits for the one before it: if that one %s, the numbers are in order',
  async (what, end, numbers) => {
    const stream = `turn:${what}`
    const [written, leave] = [gate(), gate()]
    const first = record([stream], { who: 'first' }, async () => {
      written.open()
      await leave.passed
      await end?.()
    })
    await written.passed
    const second = record([stream], { who: 'second' })
    await untilBlocked(core.database)
    // Nothing of either is to be seen yet: nobody can read past the first.
    expect(await numbersOf(stream)).toEqual([])
    leave.open()
    await Promise.allSettled([first, second])
    const events = await readEvents(ctx.db, stream, 0)
    expect(events.map(({ seq }) => seq)).toEqual(numbers)
    expect(events.at(-1)?.data).toEqual({ who: 'second' })
  },
)

test('a reader that asks for what is new never misses an event', async () => {
  const total = 150
  const read: unknown[] = []
  let seen = 0
  const reading = (async () => {
    while (read.length < total) {
      for (const event of await readEvents(ctx.db, 'poll:1', seen, 7)) {
        expect(event.seq).toBe(seen + 1)
        seen = event.seq
        read.push((event.data as { i: number }).i)
      }
    }
  })()
  // Half of them write to a second stream first, so that their transactions take unequal times.
  const writing = upTo(total).map((i) => record(i % 2 ? ['poll:1'] : ['other:1', 'poll:1'], { i }))
  await Promise.all([reading, ...writing])
  expect(new Set(read).size).toBe(total)
})

test('writers that name the same streams in another order do not deadlock', async () => {
  const sql = `select record_event(row(null, false, null, now()), $1, 'test.happened', '{}')`
  await Promise.all(
    upTo(40).map((i) => core.sql(sql, [i % 2 ? ['x:1', 'y:1', 'z:1'] : ['z:1', 'y:1', 'x:1']])),
  )
  expect(await numbersOf('y:1')).toEqual(upTo(40))
})

test('readers are woken once the event is there to be read, and not when it was refused', async () => {
  const hints = () => core.woken.filter((stream) => stream === 'wake:1').length
  await expect(record(['wake:1'], {}, refuse)).rejects.toThrow('refused')
  expect(hints()).toBe(0)
  const [written, leave] = [gate(), gate()]
  const writing = record(['wake:1'], {}, async () => {
    written.open()
    await leave.passed
  })
  await written.passed
  expect(hints()).toBe(0)
  leave.open()
  await writing
  expect(hints()).toBe(1)
})

// The last one: it has every stream go on higher up.
test('streams go on above the floor, new ones too, and those that are above it already as they were', async () => {
  const recordMany = (streams: string[], times: number) =>
    core.sql(
      `select record_events(row(null, false, null, now()), 'test.happened',
                array(select row($1, '{}', null)::event_entry from generate_series(1, $2::int)))`,
      [streams, times],
    )
  await recordMany(['old:1', 'high:1'], 2)
  await core.sql(`update event_streams set head = 5000 where name = 'high:1'`)
  await core.sql(`select setval('event_floor', 1000)`)
  await record(['old:1', 'new:1', 'high:1'], {})
  await recordMany(['old:1', 'newer:1', 'high:1'], 2)
  expect(await numbersOf('old:1')).toEqual([1, 2, 1001, 1002, 1003])
  expect(await numbersOf('new:1')).toEqual([1001])
  expect(await numbersOf('newer:1')).toEqual([1001, 1002])
  expect(await numbersOf('high:1')).toEqual([1, 2, 5001, 5002, 5003])
})
