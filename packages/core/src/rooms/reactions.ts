import { type Reaction, REACTIONS, type ReactionType } from '@souk/contract'
import { row, statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { accessDenied, roomRefused } from './refusals.ts'
import { writerOf } from './writer.ts'

const EMOJI: Readonly<Record<ReactionType, string>> = {
  THUMBS_UP: '👍',
  THUMBS_DOWN: '👎',
  HEART: '❤️',
  FIRE: '🔥',
  STAR: '⭐',
  MONEY: '💰',
  SHOPPING: '🛍️',
  CHECK: '✅',
  EYES: '👀',
  CLAP: '👏',
  ROCKET: '🚀',
  SMILE: '😊',
}

interface CountedRow {
  readonly reactions: { type: ReactionType; count: number; hasReacted: boolean }[]
}

/** One of its two is asked for, so that whoever may not read it gets no row. */
const selectReactions = statement<CountedRow>(
  'message-reactions',
  `select coalesce((
     select jsonb_agg(jsonb_build_object('type', type, 'count', times, 'hasReacted', mine))
       from (select type, count(*) as times, bool_or(user_id = $2) as mine
               from message_reactions where message_id = m.id group by type) counted), '[]') as reactions
     from messages m join conversation_members me on me.conversation = m.conversation
    where m.id = $1 and me.user_id = $2 and me.kind = 'room'`,
)

/**
 * The reactions to a message, in the order in which clients offer them.
 * @throws NOT_A_PARTY
 */
export async function listReactions(
  ctx: Ctx,
  { messageId }: { messageId: number },
): Promise<Reaction[]> {
  const [found] = await ctx.db.query(selectReactions, [messageId, signedIn(ctx).userId])
  if (!found) throw accessDenied()
  return REACTIONS.flatMap((reactionType) =>
    found.reactions
      .filter(({ type }) => type === reactionType)
      .map(({ count, hasReacted }) => ({
        reactionType,
        emoji: EMOJI[reactionType],
        count,
        hasReacted,
      })),
  )
}

const setFunction = dbFunction(
  'set_reaction',
  ['message', 'type', 'isSet', 'writer'],
  row<{ outcome: string }>(),
)

const setReaction =
  (isSet: boolean) =>
  async (
    ctx: Ctx,
    { messageId, reactionType }: { messageId: number; reactionType: ReactionType },
  ): Promise<Reaction[]> => {
    const { outcome } = await call(ctx, setFunction, {
      message: messageId,
      type: reactionType,
      isSet,
      writer: writerOf(ctx),
    })
    if (outcome !== 'done') throw roomRefused(outcome)
    return listReactions(ctx, { messageId })
  }

/** Reacts to a message; the same reaction counts once. @throws NOT_A_PARTY, FORBIDDEN */
export const addReaction = setReaction(true)
/** Takes a reaction back. @throws NOT_A_PARTY */
export const removeReaction = setReaction(false)
