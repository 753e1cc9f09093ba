import type { Db } from '@souk/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { followStream } from './follow-stream.ts'
import { recordEvent } from './record-event.ts'

let core: TestCore
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())

const system = () => core.as({ kind: 'system' })

/** The database, and how often a stream was read from it. */
function counting(): { db: Db; reads(): number } {
  const { db } = system()
  let reads = 0
  const query: Db['query'] = (statement, values) => {
    if (statement.name.startsWith('events-')) reads += 1
    return db.query(statement, values)
  }
  return { db: { query } as Db, reads: () => reads }
}

const record = (stream: string, data: object) =>
  system().db.transaction((db) => recordEvent({ ...system(), db }, [stream], 'test.happened', data))

const recordMany = (stream: string, many: number) =>
  core.sql(
    `select record_event(row(null, false, null, now()), array[$1], 'test.happened', '{}')
       from generate_series(1, $2::int)`,
    [stream, many],
  )

/** Follows a stream to an event. @returns the numbers that came */
async function follow(db: Db, stream: string, after: number, to: number): Promise<number[]> {
  const { bus } = system()
  const { signal } = new AbortController()
  const numbers = []
  for await (const { seq } of followStream({ db, bus, stream, after, signal })) {
    numbers.push(seq)
    if (seq === to) break
  }
  return numbers
}

const between = (after: number, to: number) =>
  Array.from({ length: to - after }, (_, i) => after + 1 + i)

test('500 who follow a stream from different places read it as often as one', async () => {
  await recordMany('read:1', 60)
  const { db, reads } = counting()
  const places = Array.from({ length: 500 }, (_, i) => i % 60)
  const following = Promise.all(places.map((after) => follow(db, 'read:1', after, 80)))
  for (let n = 0; n < 20; n += 1) await record('read:1', { n })
  const numbers = await following
  for (const [i, after] of places.entries()) expect(numbers[i]).toEqual(between(after, 80))
  // One for each event, and a few for those who began further back.
  expect(reads()).toBeLessThanOrEqual(20 + 4)
})

test('a long stream comes in parts, each read once for all who follow from afar', async () => {
  await recordMany('long:1', 1200)
  const { db, reads } = counting()
  const places = [0, 0, 3, 499, 500, 501, 999, 1000, 1100, 0, 1199]
  const numbers = await Promise.all(places.map((after) => follow(db, 'long:1', after, 1200)))
  for (const [i, after] of places.entries()) expect(numbers[i]).toEqual(between(after, 1200))
  // Nineteen parts; alone, they would read 113.
  expect(reads()).toBeLessThanOrEqual(40)
})

test('whoever comes when all others have left begins anew', async () => {
  await recordMany('anew:1', 3)
  const { db, reads } = counting()
  expect(await follow(db, 'anew:1', 0, 3)).toEqual([1, 2, 3])
  await recordMany('anew:1', 2) // without a hint
  expect(await follow(db, 'anew:1', 3, 5)).toEqual([4, 5])
  expect(reads()).toBe(2)
})

test('a stream that cannot be read fails for those who follow it, and works for who comes next', async () => {
  await recordMany('fails:1', 2)
  const query: Db['query'] = () => Promise.reject(new Error('gone'))
  await expect(follow({ query } as Db, 'fails:1', 0, 2)).rejects.toThrow('gone')
  expect(await follow(counting().db, 'fails:1', 0, 2)).toEqual([1, 2])
})

// The last one: it has every stream go on higher up.
test('numbers that were passed over stop nobody, wherever they were', async () => {
  await recordMany('leap:1', 70)
  const { db } = counting()
  const places = [0, 3, 63, 64, 69, 70, 71, 400]
  const following = places.map((after) => follow(db, 'leap:1', after, 10_002))
  await core.sql(`select setval('event_floor', 10000)`)
  for (let n = 0; n < 2; n += 1) await record('leap:1', { n })
  const all = [...between(0, 70), 10_001, 10_002]
  const numbers = await Promise.all([...following, follow(db, 'leap:1', 5, 10_002)])
  for (const [i, after] of [...places, 5].entries()) {
    expect(numbers[i]).toEqual(all.filter((seq) => seq > after))
  }
})
