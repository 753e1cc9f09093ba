import { row } from '@souk/database'
import { isStaff, signedIn } from '../context.ts'
import type { Post, PostsKind, PostsRow } from '../conversations/posts.ts'
import { dbFunction } from '../db-function.ts'

/** A text on its way into the chat of a trade. */
interface TradePost extends Post {
  readonly trade: number
}

type Parameter = 'trade' | 'senders' | 'areStaff' | 'bodies'

/** Messages of one trade go together: one after another, each would wait for the disk. */
export const tradePosts: PostsKind<TradePost, { readonly tradeId: number }, Parameter> = {
  fn: dbFunction(
    'post_trade_messages',
    ['trade', 'senders', 'areStaff', 'bodies'],
    row<PostsRow<{ readonly tradeId: number }>>(),
  ),
  valuesOf: (posts) => ({
    trade: posts[0]?.trade,
    senders: posts.map(({ ctx }) => signedIn(ctx).userId),
    areStaff: posts.map(({ ctx }) => isStaff(ctx)),
    bodies: posts.map(({ body }) => body),
  }),
  atOnce: 1,
}
