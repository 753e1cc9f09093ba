import type { TradeEvent, TradeMessageEvent } from '@souk/contract'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { streamHead } from '../events/read-events.ts'
import { tradeStream } from '../events/streams.ts'
import { type Watched, watchStream } from '../events/watch.ts'
import { getTrade } from './get-trade.ts'
import { tradeEventOf } from './trade-events.ts'
import { tradeRoleOf } from './transitions.ts'

export interface WatchInput {
  readonly tradeId: number
  readonly lastEventId?: number | undefined
}

/**
 * What happens in a trade, transitions and messages, for as long as the caller may know of it.
 * @throws NOT_FOUND when they may not
 */
async function* watch(ctx: Ctx, { tradeId, lastEventId }: WatchInput, signal: AbortSignal) {
  // The starting point is fixed before the look at the trade and never lies ahead of it, so that
  // an outsider cannot step over the event that puts them out.
  const stream = tradeStream(tradeId)
  const head = await streamHead(ctx.db, stream)
  const after = Math.min(lastEventId ?? head, head)
  await getTrade(ctx, { id: tradeId })
  if (lastEventId === undefined) yield { id: after, event: undefined }
  for await (const logged of watchStream(ctx, stream, after, signal)) {
    const event = tradeEventOf(logged)
    if (!event) continue
    if (event.type !== 'message.sent' && !mayWatch(ctx, event)) return
    yield { id: logged.seq, event }
  }
}

function mayWatch(ctx: Ctx, { trade }: TradeEvent): boolean {
  if (trade.status === 'open' || isStaff(ctx)) return true
  const viewer = viewerId(ctx)
  return viewer !== null && tradeRoleOf(trade, viewer, false) !== 'other'
}

/** A trade's transitions. */
export async function* watchTrade(
  ctx: Ctx,
  input: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<Watched<TradeEvent>, void> {
  for await (const { id, event } of watch(ctx, input, signal)) {
    if (event?.type !== 'message.sent') yield { id, event }
  }
}

/** The messages of a trade's chat. */
export async function* watchTradeMessages(
  ctx: Ctx,
  input: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<Watched<TradeMessageEvent>, void> {
  for await (const { id, event } of watch(ctx, input, signal)) {
    if (!event || event.type === 'message.sent') yield { id, event }
  }
}
