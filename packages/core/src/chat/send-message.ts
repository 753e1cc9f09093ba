import { type DirectMessage, fieldRefused, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { type MessageRow, type StoredMessage, showMessage } from '../conversations/kind.ts'
import { call, dbFunction } from '../db-function.ts'
import { grouped } from '../together.ts'
import { type AboutDirect, directMessageOf, invalidRecipient } from './direct-chat.ts'
import { directPosts } from './direct-posts.ts'
import { userNamed } from './find-thread.ts'

type PostedRow =
  | { outcome: 'done'; message: MessageRow<AboutDirect>; is_new: boolean }
  | { outcome: Refusal }

type Refusal = 'unknown' | 'self' | 'blocking' | 'blocked' | 'no_file'

const postFunction = dbFunction(
  'post_direct_message',
  ['uid', 'body', 'clientId', 'attachment'],
  row<PostedRow>(),
)

export interface NewDirectMessage {
  readonly uid: string
  readonly message: string
  readonly clientId?: string | undefined
  /** A file of the caller's own that has been sent, and is in no message yet. */
  readonly attachmentId?: string | undefined
}

/**
 * Writes to a user; the first message begins a thread. Under a name that the caller's client has used
 * before with them, nothing is written, and the message is as it was.
 * @throws NOT_FOUND; FORBIDDEN where one of the two has blocked the other; VALIDATION_FAILED for oneself, and
 *   for a file that is not the caller's, is gone, or is in a message already
 */
export const sendDirectMessage = grouped(sendAlone, sendTogether)

type Sent = DirectMessage & { isRepeated: boolean }

async function sendAlone(
  ctx: Ctx,
  { uid, message: body, clientId, attachmentId }: NewDirectMessage,
): Promise<Sent> {
  const posted = await call(ctx, postFunction, {
    uid: userNamed(uid),
    body,
    clientId: clientId ?? null,
    attachment: attachmentId ?? null,
  })
  if (posted.outcome !== 'done') throw writingRefused(posted.outcome)
  return sent(ctx, posted.message, !posted.is_new)
}

/** Most messages go with those of others; what is special about one is found out where it is alone. */
async function sendTogether(ctx: Ctx, message: NewDirectMessage): Promise<Sent> {
  const { uid, message: body, clientId = null, attachmentId } = message
  if (attachmentId === undefined) {
    const post = { ctx, uid: userNamed(uid), body, clientId }
    const posted = await ctx.posts.run(directPosts, 'all', post)
    if (posted) return sent(ctx, posted, false)
  }
  const caller = `user:${signedIn(ctx).userId}`
  return ctx.addresses.run(ctx.address, caller, () => sendAlone(ctx, message))
}

function sent(ctx: Ctx, row: MessageRow<AboutDirect>, isRepeated: boolean): Sent {
  const show = (stored: StoredMessage & AboutDirect) => directMessageOf(ctx, stored)
  return { ...showMessage({ show }, row), isRepeated }
}

function writingRefused(why: Refusal): SoukError {
  switch (why) {
    case 'unknown':
      return invalidRecipient()
    case 'self':
      return fieldRefused('uid', 'must be somebody else')
    case 'no_file':
      return fieldRefused('attachmentId', 'must be a file of yours that is in no message yet')
    case 'blocking':
      return new SoukError('FORBIDDEN', 'You have blocked this user')
    case 'blocked':
      return new SoukError('FORBIDDEN', 'You cannot write to this user')
  }
}
