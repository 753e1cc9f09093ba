import type { DirectMessage } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { deleteMessage } from '../conversations/delete-message.ts'
import { directChat } from './direct-chat.ts'
import { threadOfMessage } from './find-thread.ts'

/**
 * Deletes a message of the caller's own, for both: its place stays.
 * @throws NOT_FOUND, FORBIDDEN for what the other one wrote
 */
export async function deleteDirectMessage(
  ctx: Ctx,
  { id }: { id: number },
): Promise<DirectMessage> {
  const { id: threadId, ...sides } = await threadOfMessage(ctx, id)
  return deleteMessage(ctx, directChat(sides), threadId, id)
}
