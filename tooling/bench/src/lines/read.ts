import { once } from 'node:events'
import autocannon from 'autocannon'
import { median } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import type { World } from '../world.ts'

const SERVER = new URL('../servers/read.ts', import.meta.url).pathname
const ROUNDS = 5

/** What the doors themselves cost, with the database call replaced by a constant. */
export async function* read(world: World): AsyncIterable<Row> {
  const rest = await against(world, 'bare-hono', '/trades/1')
  yield ratioRow('read, GET /trades/{id}', 'a bare Hono route', rest.ours, rest.theirs, 0.8)
  const input = encodeURIComponent(JSON.stringify({ id: 1 }))
  const trpc = await against(world, 'bare-trpc', `/trpc/trades.get?input=${input}`)
  yield ratioRow(
    'read, trades.get over tRPC',
    'tRPC’s own fetch adapter',
    trpc.ours,
    trpc.theirs,
    1,
  )
}

async function against(
  world: World,
  other: string,
  path: string,
): Promise<{ ours: number; theirs: number }> {
  const servers = await Promise.all(['ours', other].map((kind) => startServer(world, kind)))
  const rates: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [i, { url }] of servers.entries()) {
      const rate = await load(url + path)
      if (round > 0) rates[i]?.push(rate)
    }
  }
  for (const { stop } of servers) await stop()
  return { ours: median(rates[0]), theirs: median(rates[1]) }
}

async function startServer(
  world: World,
  kind: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { process, stop } = world.startServer(SERVER, kind)
  const [port] = await once(process, 'message')
  return { url: `http://127.0.0.1:${port}`, stop }
}

async function load(url: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({ url, connections: 32, duration: 3 })
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} bad answers from ${url}`)
  return requests.average
}
