import type { DirectMessage } from '@souk/contract'
import { removeAttachmentOf } from '../attachments/remove-attachment-of.ts'
import type { Ctx } from '../context.ts'
import { deleteMessage } from '../conversations/delete-message.ts'
import { directChat } from './direct-chat.ts'
import { threadOfMessage } from './find-thread.ts'

/**
 * Deletes a message of the caller's own, for both, and its file: its place stays.
 * @throws NOT_FOUND, FORBIDDEN for what the other one wrote
 */
export async function deleteDirectMessage(
  ctx: Ctx,
  { id }: { id: number },
): Promise<DirectMessage> {
  const { id: threadId, ...sides } = await threadOfMessage(ctx, id)
  return ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const deleted = await deleteMessage(tx, directChat(tx, sides), threadId, id)
    await removeAttachmentOf(tx, `direct:${threadId}`, id)
    return deleted
  })
}
