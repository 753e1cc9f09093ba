import type { TradeEvent, TradeMessageEvent } from '@souk/contract'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { watchConversation } from '../conversations/watch-conversation.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import type { Watched } from '../events/watch.ts'
import { tradeChat } from './trade-chat.ts'
import { tradeEventOf } from './trade-events.ts'
import { tradeRoleOf } from './transitions.ts'

export interface WatchInput {
  readonly tradeId: number
  readonly lastEventId?: number | undefined
}

/**
 * A trade's transitions, for as long as the caller may know of it.
 * @throws NOT_FOUND when they may not
 */
export function watchTrade(
  ctx: Ctx,
  input: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<Watched<TradeEvent>, void> {
  return watch(ctx, input, transitionOf, signal)
}

/** The messages of a trade's chat, likewise. */
export function watchTradeMessages(
  ctx: Ctx,
  input: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<Watched<TradeMessageEvent>, void> {
  return watch(ctx, input, messageOf, signal)
}

function watch<Event>(
  ctx: Ctx,
  { tradeId, lastEventId }: WatchInput,
  show: (logged: LoggedEvent) => Event | undefined,
  signal: AbortSignal,
) {
  const mayGoOn = (logged: LoggedEvent) => mayKnow(ctx, logged)
  return watchConversation(ctx, tradeChat, tradeId, { lastEventId, show, mayGoOn }, signal)
}

/** Outsiders may know of a trade as long as it is open. */
function mayKnow(ctx: Ctx, logged: LoggedEvent): boolean {
  const trade = transitionOf(logged)?.trade
  if (!trade || trade.status === 'open' || isStaff(ctx)) return true
  const viewer = viewerId(ctx)
  return viewer !== null && tradeRoleOf(trade, viewer, false) !== 'other'
}

function transitionOf(logged: LoggedEvent): TradeEvent | undefined {
  const event = tradeEventOf(logged)
  return event?.type === 'message.sent' ? undefined : event
}

function messageOf(logged: LoggedEvent): TradeMessageEvent | undefined {
  const event = tradeEventOf(logged)
  return event?.type === 'message.sent' ? event : undefined
}
