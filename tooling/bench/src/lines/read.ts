import { type ChildProcess, fork } from 'node:child_process'
import autocannon from 'autocannon'
import { median } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'

const SERVER = new URL('../servers/read.ts', import.meta.url).pathname
const ROUNDS = 5

/** What the doors themselves cost, with the database call replaced by a constant. */
export async function read(): Promise<Row[]> {
  const rest = await against('bare-hono', '/trades/1')
  const input = encodeURIComponent(JSON.stringify({ id: 1 }))
  const trpc = await against('bare-trpc', `/trpc/trades.get?input=${input}`)
  return [
    ratioRow('read, GET /trades/{id}', 'a bare Hono route', rest.ours, rest.theirs, 0.8),
    ratioRow('read, trades.get over tRPC', 'tRPC’s own fetch adapter', trpc.ours, trpc.theirs, 1),
  ]
}

async function against(other: string, path: string): Promise<{ ours: number; theirs: number }> {
  const servers = await Promise.all(['ours', other].map(startServer))
  const rates: [number[], number[]] = [[], []]
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [i, { url }] of servers.entries()) {
      const rate = await load(url + path)
      if (round > 0) rates[i]?.push(rate)
    }
  }
  for (const { child } of servers) child.kill()
  return { ours: median(rates[0]), theirs: median(rates[1]) }
}

function startServer(kind: string): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(SERVER, [kind])
  return new Promise((resolve) => {
    child.once('message', (port) => resolve({ url: `http://127.0.0.1:${port}`, child }))
  })
}

async function load(url: string): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({ url, connections: 32, duration: 3 })
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} bad answers from ${url}`)
  return requests.average
}
