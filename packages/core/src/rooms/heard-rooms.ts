import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { roomStream } from '../events/streams.ts'

const select = statement<{ id: number }>(
  'rooms-heard',
  'select id from rooms where id = any($2::bigint[]) and $1 in (buyer_id, seller_id)',
)

/** Which of these streams are those of rooms that the caller is in. */
export async function heardRooms(ctx: Ctx, streams: readonly string[]): Promise<string[]> {
  const ids = streams.flatMap((stream) => /^room:(\d{1,15})$/.exec(stream)?.[1] ?? [])
  const rows = await ctx.db.query(select, [signedIn(ctx).userId, ids])
  return rows.map(({ id }) => roomStream(id))
}
