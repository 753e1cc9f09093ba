import { SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { type ConversationKind, conversationOf, type MessageRow, showMessage } from './kind.ts'

type DeletedRow<About extends object> =
  | { readonly outcome: 'done'; readonly message: MessageRow<About> }
  | { readonly outcome: 'unknown' | 'not_yours' }

/** A kind in whose conversations members may delete what they wrote. */
type Deletable<About extends object, Seen, Shown> = ConversationKind<About, Seen, Shown> &
  Required<Pick<ConversationKind<About, Seen, Shown>, 'records'>>

const deleteFunction = dbFunction(
  'empty_message',
  ['conversation', 'message', 'streams', 'event', 'about'],
  row<DeletedRow<object>>(),
)

/**
 * Empties a message of the caller's own, here and in the log; that there was one stays.
 * @returns what is left; again, when it was deleted before
 * @throws NOT_FOUND, FORBIDDEN for what somebody else wrote, and what the kind says to who may not read
 */
export async function deleteMessage<About extends object, Seen, Shown>(
  ctx: Ctx,
  kind: Deletable<About, Seen, Shown>,
  id: number,
  messageId: number,
): Promise<Shown> {
  const senderId = signedIn(ctx).userId
  const seen = await kind.mayRead(ctx, id)
  const about = kind.about(id, seen, { senderId })
  const deleted = await call(ctx, deleteFunction, {
    conversation: conversationOf(kind, id),
    message: messageId,
    streams: kind.records.streams(id, seen),
    event: kind.records.deleted,
    about: JSON.stringify(about),
  })
  switch (deleted.outcome) {
    case 'done':
      return showMessage(kind, { ...deleted.message, ...about })
    case 'unknown':
      throw new SoukError('NOT_FOUND', 'Message not found')
    case 'not_yours':
      throw new SoukError('FORBIDDEN', 'Only its sender may delete a message')
  }
}
