import type { SoukError } from '@souk/contract'
import type { DbFunction, Values } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call } from '../db-function.ts'
import { type ConversationKind, type MessageRow, showMessage } from './kind.ts'

/** What a domain's function returns that posts a message, beside why it may have refused. */
export interface PostedRow<About extends object = object> {
  /** `done`, or why not. */
  readonly outcome: string
  readonly message?: MessageRow<About> | null
}

/**
 * Writes in a conversation.
 * @param post looks, with what it is about locked, whether the caller may, and calls `post_message`
 * @throws what `refused` makes of any outcome but done
 */
export async function sendMessage<
  About extends object,
  Shown,
  Parameter extends string,
  Row extends PostedRow<About>,
>(
  ctx: Ctx,
  kind: Pick<ConversationKind<About, never, Shown>, 'show'>,
  post: DbFunction<Parameter, Row>,
  values: Values<Parameter>,
  refused: (row: Row) => SoukError,
): Promise<Shown> {
  const posted = await call(ctx, post, values)
  if (posted.outcome !== 'done' || !posted.message) throw refused(posted)
  return showMessage(kind, posted.message)
}
