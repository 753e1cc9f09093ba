import type { Pool, PoolClient } from 'pg'
import { type ProcessorTime, processorTimeOf } from './processor.ts'
import { compare } from './rate.ts'
import type { Account, RunningSouk, World } from './world.ts'

const CONNECTIONS = 16

/** The two sides of the deals of one client. */
export interface Pair {
  readonly seller: Account
  readonly buyer: Account
}

/** One deal from its beginning to its end, over and over: over HTTP, and in ways without Souk. */
export interface Deals<Side extends Pair> {
  /** Begins each person's name. */
  readonly prefix: string
  /** How many people deal over HTTP at once; 32 unless said. */
  readonly clients?: number
  /** What a pair needs before its first deal. */
  prepare(souk: RunningSouk, pair: Pair): Promise<Side>
  overHttp(souk: RunningSouk, side: Side): Promise<void>
  readonly onPg: readonly ((client: PoolClient, side: Side) => Promise<void>)[]
}

export interface Measured {
  /** Deals a second over HTTP. */
  readonly ours: number
  /** Deals a second in each of the other ways, with 16 connections. */
  readonly onPg: readonly number[]
  /** Of a deal over HTTP. */
  readonly processorTime: ProcessorTime
}

export async function measureDeals<Side extends Pair>(
  world: World,
  { prefix, clients = 32, prepare, overHttp, onPg }: Deals<Side>,
): Promise<Measured> {
  const souk = await world.startSouk()
  const sides: Side[] = []
  for (let n = 0; n < clients; n += 1) {
    const seller = await souk.signUp(`${prefix}-seller${n}`)
    const buyer = await souk.signUp(`${prefix}-buyer${n}`)
    sides.push(await prepare(souk, { seller, buyer }))
  }
  const sideOf = (n: number) => sides[n] as Side
  const raw = await connectionsOf(world.pool, CONNECTIONS)
  const rates = await compare([
    { name: 'HTTP', clients, work: (n) => overHttp(souk, sideOf(n)) },
    ...onPg.map((deal) => ({
      name: deal.name,
      clients: CONNECTIONS,
      work: (n: number) => deal(raw[n] as PoolClient, sideOf(n)),
    })),
  ])
  for (const client of raw) client.release()
  const processorTime = await processorTimeOf(world, souk, () => overHttp(souk, sideOf(0)), 400)
  await souk.stop()
  const [ours = 0, ...others] = rates
  return { ours, onPg: others, processorTime }
}

function connectionsOf(pool: Pool, count: number): Promise<PoolClient[]> {
  return Promise.all(Array.from({ length: count }, () => pool.connect()))
}

/** The user `$1`, acting now. */
export const BY = 'row($1::bigint, false, null, now())::call_context'

/** Runs prepared statements on one connection. */
export const prepared =
  (client: PoolClient) => async (name: string, text: string, values: unknown[]) => {
    const { rows } = await client.query({ name, text, values })
    return rows[0]
  }
