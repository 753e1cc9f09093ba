import type { MarketEvent, OfferMessageEvent } from '@souk/contract'
import { type Ctx, signedIn } from '../context.ts'
import { streamHead } from '../events/read-events.ts'
import { offerStream, userStream } from '../events/streams.ts'
import { type Watched, watchStream } from '../events/watch.ts'
import { marketEventOf } from './market-events.ts'
import { getOffer } from './offers/get-offer.ts'

/** What happens to the caller's ads and offers. */
export async function* watchMarket(
  ctx: Ctx,
  { lastEventId }: { lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<MarketEvent>, void> {
  const stream = userStream(signedIn(ctx).userId)
  const after = lastEventId ?? (await streamHead(ctx.db, stream))
  if (lastEventId === undefined) yield { id: after, event: undefined }
  for await (const logged of watchStream(ctx, stream, after, signal)) {
    const event = marketEventOf(logged)
    if (event) yield { id: logged.seq, event }
  }
}

/**
 * The messages of an offer's chat.
 * @throws NOT_FOUND when the caller may not see the offer
 */
export async function* watchOfferMessages(
  ctx: Ctx,
  { offerId, lastEventId }: { offerId: number; lastEventId?: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<Watched<OfferMessageEvent>, void> {
  await getOffer(ctx, { id: offerId })
  const stream = offerStream(offerId)
  const after = lastEventId ?? (await streamHead(ctx.db, stream))
  if (lastEventId === undefined) yield { id: after, event: undefined }
  for await (const logged of watchStream(ctx, stream, after, signal)) {
    const event = marketEventOf(logged)
    if (event?.type === 'offer.message') yield { id: logged.seq, event }
  }
}
