import { setTimeout } from 'node:timers/promises'
import { median } from '../rate.ts'
import { type Call, type Given, make } from './call.ts'
import { PLANS, type Plans, type Read, readsOfCalls } from './reads.ts'
import type { Side } from './side.ts'

/** After five runs on a connection PostgreSQL may keep one plan for all arguments. */
const WARM_UP = 8
const ROUNDS = 25
/** Milliseconds for which Souk remembers large totals: each call is to count afresh. */
const REMEMBERED = 2000
/** Some with plans made for their arguments, some with the plan for all. */
const READ_CALLS = 10

/** The two databases compared. */
export interface Sides {
  readonly small: Side
  readonly big: Side
}

/** Medians, in milliseconds. */
export interface Times {
  readonly small: number
  readonly big: number
}

/** The time of each call on both databases. A round makes every call once, on either in turn. */
export async function timesOf(sides: Sides, calls: readonly Call[]): Promise<Map<Call, Times>> {
  const times = new Map(calls.map((call) => [call, { small: [] as number[], big: [] as number[] }]))
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const next = setTimeout(REMEMBERED)
    for (const [call, { small, big }] of times) {
      // Whoever comes second finds the processor's caches otherwise.
      for (const name of round % 2 ? (['small', 'big'] as const) : (['big', 'small'] as const)) {
        const took = await timeOf(sides[name], call)
        if (round >= 0) (name === 'small' ? small : big).push(took)
      }
    }
    await next
  }
  return new Map(
    [...times].map(([call, { small, big }]) => [call, { small: median(small), big: median(big) }]),
  )
}

async function timeOf(side: Side, call: Call): Promise<number> {
  const given = await givenTo(side, call)
  const start = performance.now()
  await make(side, call, given)
  return performance.now() - start
}

/** What calls read: rows of tables that are big on the big database, on either, and what is much of one. */
export interface ReadByCall {
  readonly small: number
  readonly big: number
  readonly much: readonly MuchRead[]
}

/** What one call reads much of. */
export interface MuchRead extends Read {
  readonly plans: Plans
}

/** A list shows a hundred at most, and finds out about some more on the way. */
const MANY = 500

/** What each call reads, with plans of either kind. */
export async function readsOf(
  sides: Sides,
  calls: readonly Call[],
): Promise<ReadonlyMap<Call, ReadByCall>> {
  const much = new Map<Call, MuchRead[]>(calls.map((call) => [call, []]))
  const found = new Map<Call, ReadByCall>()
  for (const plans of PLANS) {
    for (const [call, muchOf] of much) {
      const big = await readBy(sides.big, call, plans)
      muchOf.push(...big.filter(isMuch).map((read) => ({ ...read, plans })))
      if (plans !== 'auto') continue
      const small = await readBy(sides.small, call, plans)
      found.set(call, { small: rowsOf(small, big), big: rowsOf(big, big), much: muchOf })
    }
  }
  return found
}

const isMuch = ({ isBig, endToEnd, rows }: Read) => isBig && (endToEnd || rows >= MANY)

/** Rows of those tables that are big on the big database. */
function rowsOf(reads: readonly Read[], onBig: readonly Read[]): number {
  const big = new Set(onBig.filter(({ isBig }) => isBig).map(({ table }) => table))
  return reads.reduce((sum, { table, rows }) => sum + (big.has(table) ? rows : 0), 0)
}

/** Where much is read it is looked twice: a job that came at the same moment does not come again. */
async function readBy(side: Side, call: Call, plans: Plans): Promise<Read[]> {
  const first = await readOnce(side, call, plans)
  if (!first.some(isMuch)) return first
  const again = new Map((await readOnce(side, call, plans)).map((read) => [read.table, read]))
  return first.map((read) => {
    const other = again.get(read.table) ?? read
    return other.rows < read.rows ? other : read
  })
}

async function readOnce(side: Side, call: Call, plans: Plans): Promise<Read[]> {
  const given: Given[] = []
  for (let n = 0; n < READ_CALLS; n += 1) given.push(await givenTo(side, call))
  return readsOfCalls(side, plans, READ_CALLS, async () => {
    for (const each of given) await make(side, call, each)
  })
}

async function givenTo(side: Side, call: Call): Promise<Given> {
  return (await call.given?.(side)) ?? {}
}
