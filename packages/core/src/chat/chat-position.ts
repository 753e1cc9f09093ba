import { SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { chatStream } from '../events/streams.ts'

const selectPosition = statement<{ seq: number | null }>(
  'chat-position',
  'select (logged ->> $2)::bigint as seq from messages where id = $1',
)

/**
 * Where a message is in the caller's chat stream.
 * @throws NOT_FOUND when it is in none of their threads
 */
export async function chatPosition(ctx: Ctx, messageId: number): Promise<number> {
  const stream = chatStream(signedIn(ctx).userId)
  const [row] = await ctx.db.query(selectPosition, [messageId, stream])
  if (row?.seq == null) throw new SoukError('NOT_FOUND', 'Message not found')
  return row.seq
}
