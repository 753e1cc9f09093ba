import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const removeFunction = dbFunction(
  'remove_attachment_of',
  ['conversation', 'message'],
  row<object>(),
)

/** Takes away the file of a message that is being deleted; nobody gets it any more, and `sweep` removes it. */
export async function removeAttachmentOf(
  ctx: Ctx,
  conversation: string,
  message: number,
): Promise<void> {
  await call(ctx, removeFunction, { conversation, message })
}
