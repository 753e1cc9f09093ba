import { setTimeout } from 'node:timers/promises'
import { median } from '../rate.ts'
import { type Call, type Given, make } from './call.ts'
import { type BigRead, bigReads, PLANS, type Plans } from './reads.ts'
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

/** What each call reads of big tables, with plans of either kind. */
export async function readsOf(
  side: Side,
  calls: readonly Call[],
): Promise<ReadonlyMap<Call, readonly BigRead[]>> {
  const reads = new Map<Call, BigRead[]>(calls.map((call) => [call, []]))
  for (const plans of PLANS) {
    const found = new Map<Call, BigRead[]>()
    for (const call of calls) found.set(call, await readOnce(side, call, plans))
    // A job that came at the same moment does not come twice. By now, no total is remembered.
    for (const [call, first] of found) {
      const again = first.length > 0 ? await readOnce(side, call, plans) : []
      reads
        .get(call)
        ?.push(...again.filter(({ table }) => first.some((read) => read.table === table)))
    }
  }
  return reads
}

async function readOnce(side: Side, call: Call, plans: Plans): Promise<BigRead[]> {
  const given: Given[] = []
  for (let n = 0; n < READ_CALLS; n += 1) given.push(await givenTo(side, call))
  return bigReads(side, plans, READ_CALLS, async () => {
    for (const each of given) await make(side, call, each)
  })
}

async function givenTo(side: Side, call: Call): Promise<Given> {
  return (await call.given?.(side)) ?? {}
}
