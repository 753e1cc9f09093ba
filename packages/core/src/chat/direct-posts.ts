import { row } from '@souk/database'
import { signedIn } from '../context.ts'
import type { Post, PostsKind, PostsRow } from '../conversations/posts.ts'
import { dbFunction } from '../db-function.ts'
import type { AboutDirect } from './direct-chat.ts'

/** A text on its way to a user. */
interface DirectPost extends Post {
  readonly uid: string
  readonly clientId: string | null
}

type Parameter = 'senders' | 'uids' | 'bodies' | 'clientIds'

/** Messages between any users go together. */
export const directPosts: PostsKind<DirectPost, AboutDirect, Parameter> = {
  fn: dbFunction(
    'post_direct_messages',
    ['senders', 'uids', 'bodies', 'clientIds'],
    row<PostsRow<AboutDirect>>(),
  ),
  valuesOf: (posts) => ({
    senders: posts.map(({ ctx }) => signedIn(ctx).userId),
    uids: posts.map(({ uid }) => uid),
    bodies: posts.map(({ body }) => body),
    clientIds: posts.map(({ clientId }) => clientId),
  }),
  atOnce: 2,
}
