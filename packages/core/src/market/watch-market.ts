import type { MarketEvent, OfferMessageEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { watchConversation } from '../conversations/watch-conversation.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { userStream } from '../events/streams.ts'
import { type Watched, watchEvents } from '../events/watch.ts'
import { marketEventOf } from './market-events.ts'
import { offerChat } from './offers/offer-chat.ts'

/** What happens to the caller's ads and offers. */
export async function* watchMarket(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<MarketEvent>, void> {
  yield* watchEvents(ctx, userStream(signedIn(ctx).userId), lastEventId, marketEventOf, signal)
}

/**
 * The messages of an offer's chat.
 * @throws NOT_FOUND when the caller may not see the offer
 */
export function watchOfferMessages(
  ctx: Ctx,
  { offerId, lastEventId }: { offerId: number; lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<OfferMessageEvent>, void> {
  return watchConversation(ctx, offerChat, offerId, { lastEventId, show: messageEventOf }, signal)
}

function messageEventOf(logged: LoggedEvent): OfferMessageEvent | undefined {
  const event = marketEventOf(logged)
  return event?.type === 'offer.message' ? event : undefined
}
