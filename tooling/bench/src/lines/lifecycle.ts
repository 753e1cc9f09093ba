import type { Pool, PoolClient } from 'pg'
import { compare } from '../rate.ts'
import { type Row, ratioRow } from '../report.ts'
import type { Account, RunningSouk, World } from '../world.ts'
import { textbookLifecycle } from './textbook.ts'

const CLIENTS = 32
const CONNECTIONS = 16

interface Pair {
  readonly seller: Account
  readonly buyer: Account
}

/** create → buy → release: ours over HTTP, against the database alone. */
export async function lifecycle(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const pairs = await signUpPairs(souk, CLIENTS)
  const raw = await connectionsOf(world.pool, CONNECTIONS)
  const pairOf = (n: number) => pairs[n] as Pair
  const rawOf = (n: number) => raw[n] as PoolClient
  const [ours = 0, prepared = 0, textbook = 0] = await compare([
    { name: 'HTTP', clients: CLIENTS, work: (n) => overHttp(souk, pairOf(n)) },
    {
      name: 'prepared',
      clients: CONNECTIONS,
      work: (n) => preparedLifecycle(rawOf(n), pairOf(n)),
    },
    {
      name: 'textbook',
      clients: CONNECTIONS,
      work: (n) => textbookLifecycle(rawOf(n), pairOf(n).seller.id, pairOf(n).buyer.id),
    },
  ])
  for (const client of raw) client.release()
  await souk.stop()
  return [
    ratioRow('escrow lifecycle, HTTP', 'prepared statements on pg', ours, prepared, 0.5),
    ratioRow('escrow lifecycle, HTTP', 'textbook transaction on pg', ours, textbook, 1),
  ]
}

async function signUpPairs(souk: RunningSouk, count: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let n = 0; n < count; n += 1) {
    const seller = await souk.signUp(`seller${n}`)
    pairs.push({ seller, buyer: await souk.signUp(`buyer${n}`) })
  }
  return pairs
}

function connectionsOf(pool: Pool, count: number): Promise<PoolClient[]> {
  return Promise.all(Array.from({ length: count }, () => pool.connect()))
}

async function overHttp(souk: RunningSouk, { seller, buyer }: Pair): Promise<void> {
  const body = { asset: 'usdt', amount: '0.01' }
  const { id } = (await souk.post('/trades', seller.token, body)) as { id: number }
  await souk.post(`/trades/${id}/buy`, buyer.token)
  await souk.post(`/trades/${id}/release`, seller.token)
}

const CREATE = `select trade from create_trade($1, 'usdt', '0.01', '0', now())`
const BUY = `select trade from transition_trade($1, $2, false, 'trade.taken',
  '{open}', '{other}', '{in_progress}', '{keep}', null, now())`
const RELEASE = `select trade from transition_trade($1, $2, false, 'trade.released',
  '{in_progress}', '{seller}', '{completed}', '{post}', null, now())`

/** The same three transitions, each a single prepared statement. */
async function preparedLifecycle(client: PoolClient, { seller, buyer }: Pair): Promise<void> {
  const run = (name: string, text: string, values: unknown[]) =>
    client.query({ name, text, values })
  const { rows } = await run('bench-create', CREATE, [seller.id])
  const { id } = rows[0].trade
  await run('bench-buy', BUY, [id, buyer.id])
  await run('bench-release', RELEASE, [id, seller.id])
}
