import { row, statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

/** Milliseconds after which somebody else takes a stream that whoever took it has not settled. */
const LEASE = 10_000

const take = statement<{ name: string }>(
  'grown-streams-take',
  `update grown_streams set due_at = $2 where name in (
     select name from grown_streams where due_at <= $1 order by due_at limit $3
        for update skip locked)
   returning name`,
)

const settleFunction = dbFunction(
  'settle_grown_stream',
  ['stream', 'head'],
  row<{ settle_grown_stream: null }>(),
)

/**
 * Takes some of the followed streams that have grown, longest ago first. Until each is settled it comes
 * back after a while, so that whoever dies in between loses nothing.
 */
export async function takeGrownStreams(ctx: Ctx, most: number): Promise<string[]> {
  const now = ctx.clock()
  const rows = await ctx.db.query(take, [now, new Date(now.getTime() + LEASE), most])
  return rows.map(({ name }) => name)
}

/** Says that a stream has been read up to an event; if it has more, it can be taken at once. */
export async function settleGrownStream(ctx: Ctx, stream: string, head: number): Promise<void> {
  await call(ctx, settleFunction, { stream, head })
}
