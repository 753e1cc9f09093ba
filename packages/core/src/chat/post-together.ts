import { row, sqlState } from '@souk/database'
import type { Ctx } from '../context.ts'
import { signedIn } from '../context.ts'
import type { MessageRow } from '../conversations/kind.ts'
import { call, dbFunction } from '../db-function.ts'
import { createTogether, type Together } from '../together.ts'
import type { AboutDirect } from './direct-chat.ts'

/** A text on its way to a user. */
export interface DirectPost {
  readonly ctx: Ctx
  readonly uid: string
  readonly body: string
  readonly clientId: string | null
}

/** Posts of many at about the same time, in one transaction. Undefined for what has to be sent by itself. */
export type DirectPosts = Together<DirectPost, MessageRow<AboutDirect> | undefined>

interface PostedRow {
  readonly messages: (MessageRow<AboutDirect> | null)[]
}

const postFunction = dbFunction(
  'post_direct_messages',
  ['senders', 'uids', 'bodies', 'clientIds'],
  row<PostedRow>(),
)

export const createDirectPosts = (): DirectPosts => createTogether(post)

/** Where one of them is a fault, each is sent by itself: the others have nothing to do with it. */
async function post(
  posts: readonly DirectPost[],
): Promise<(MessageRow<AboutDirect> | undefined)[]> {
  const [first] = posts
  if (!first) return []
  try {
    const { messages } = await call({ ...first.ctx, actor: { kind: 'system' } }, postFunction, {
      senders: posts.map(({ ctx }) => signedIn(ctx).userId),
      uids: posts.map(({ uid }) => uid),
      bodies: posts.map(({ body }) => body),
      clientIds: posts.map(({ clientId }) => clientId),
    })
    return messages.map((message) => message ?? undefined)
  } catch (error) {
    if (!ROLLED_BACK.test(sqlState(error) ?? '')) throw error
    return posts.map(() => undefined)
  }
}

/**
 * What PostgreSQL says of a statement that it has undone, for what is in it or for a lock. After anything else,
 * a lost line first of all, it may have been done.
 */
const ROLLED_BACK = /^(?:22|23|40|55)...$/
