import type { PoolClient } from 'pg'
import { BY, measureDeals, type Pair, prepared } from '../deals.ts'
import { type Row, ratioRow } from '../report.ts'
import type { RunningSouk, World } from '../world.ts'
import { textbookLifecycle } from './textbook.ts'

/** create → buy → release: ours over HTTP, against the database alone. */
export async function lifecycle(world: World): Promise<Row[]> {
  const { ours, onPg } = await measureDeals<Pair>(world, {
    prefix: 'trade',
    prepare: async (_souk, pair) => pair,
    overHttp,
    onPg: [preparedLifecycle, textbookOf],
  })
  const [statements = 0, textbook = 0] = onPg
  return [
    ratioRow('escrow lifecycle, HTTP', 'prepared statements on pg', ours, statements, 0.5),
    ratioRow('escrow lifecycle, HTTP', 'textbook transaction on pg', ours, textbook, 1),
  ]
}

async function overHttp(souk: RunningSouk, { seller, buyer }: Pair): Promise<void> {
  const body = { asset: 'usdt', amount: '0.01' }
  const { id } = (await souk.post('/trades', seller.token, body)) as { id: number }
  await souk.post(`/trades/${id}/buy`, buyer.token)
  await souk.post(`/trades/${id}/release`, seller.token)
}

const CREATE = `select trade from create_trade(${BY}, 'usdt', '0.01', '0')`
const BUY = `select trade from transition_trade(${BY}, $2, 'trade.taken', null,
  '{open/other}', '{in_progress}', '{keep}', null)`
const RELEASE = `select trade from transition_trade(${BY}, $2, 'trade.released', null,
  '{in_progress/seller}', '{completed}', '{post}', null)`

/** The same three transitions, each a single prepared statement. */
async function preparedLifecycle(client: PoolClient, { seller, buyer }: Pair): Promise<void> {
  const run = prepared(client)
  const { id } = (await run('bench-create', CREATE, [seller.id])).trade
  await run('bench-buy', BUY, [buyer.id, id])
  await run('bench-release', RELEASE, [seller.id, id])
}

const textbookOf = (client: PoolClient, { seller, buyer }: Pair) =>
  textbookLifecycle(client, seller.id, buyer.id)
