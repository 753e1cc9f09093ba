import { type DbFunction, sqlState, type Values } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call } from '../db-function.ts'
import { createTogether, type Together } from '../together.ts'
import type { MessageRow } from './kind.ts'

/** What somebody writes. */
export interface Post {
  readonly ctx: Ctx
  readonly body: string
}

/** What a database function returns that posts several messages: null for what has to be sent by itself. */
export interface PostsRow<About extends object> {
  readonly messages: (MessageRow<About> | null)[]
}

/** How posts of a kind go together: in one call of a database function, and so in one transaction. */
export interface PostsKind<P extends Post, About extends object, Parameter extends string = never> {
  readonly fn: DbFunction<Parameter, PostsRow<About>>
  readonly valuesOf: (posts: readonly P[]) => Values<Parameter>
  /** Calls that are under way at a time in one lane: the next is written while one waits for the disk. */
  readonly atOnce: number
}

/** Has what is written at about the same time posted together. */
export interface Posts {
  /**
   * @param lane what goes together: posts of other lanes wait for nothing in this one
   * @returns undefined for what has to be sent by itself
   */
  run<P extends Post, About extends object, Parameter extends string>(
    kind: PostsKind<P, About, Parameter>,
    lane: string,
    post: P,
  ): Promise<MessageRow<About> | undefined>
}

type Lane = Together<Post, MessageRow | undefined>

export function createPosts(): Posts {
  const lanes = new Map<object, Map<string, { readonly posts: Lane; under: number }>>()
  return {
    async run(kind, name, post) {
      const ofKind = lanes.get(kind) ?? new Map<string, { readonly posts: Lane; under: number }>()
      lanes.set(kind, ofKind)
      const lane = ofKind.get(name) ?? { posts: laneOf(kind), under: 0 }
      ofKind.set(name, lane)
      lane.under += 1
      try {
        return (await lane.posts.run(post.ctx.address, post)) as never
      } finally {
        lane.under -= 1
        if (lane.under === 0) ofKind.delete(name)
      }
    },
  }
}

function laneOf<P extends Post, About extends object, Parameter extends string>({
  fn,
  valuesOf,
  atOnce,
}: PostsKind<P, About, Parameter>): Lane {
  const work = async (posts: readonly P[]) => {
    const [first] = posts
    if (!first) return []
    const ctx: Ctx = { ...first.ctx, actor: { kind: 'system' } }
    try {
      const { messages } = await call(ctx, fn, valuesOf(posts))
      return messages.map((message) => message ?? undefined)
    } catch (error) {
      // One of them may be a fault, which the others have nothing to do with.
      if (!ROLLED_BACK.test(sqlState(error) ?? '')) throw error
      return posts.map(() => undefined)
    }
  }
  // A lane has posts of its own kind alone.
  return createTogether(work, { atOnce }) as Together<never, MessageRow | undefined> as Lane
}

/**
 * What PostgreSQL says of a statement that it has undone, for what is in it or for a lock. After anything else,
 * a lost line first of all, it may have been done.
 */
const ROLLED_BACK = /^(?:22|23|40|55)...$/
