import type { OfferMessage } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn, viewer } from '../../context.ts'
import { wakeAfterCommit } from '../../events/record-event.ts'
import { offerStreams } from '../../events/streams.ts'
import { offerNotFound } from '../refusals.ts'
import { visible } from '../visibility.ts'
import { offerMessageOf } from './offer-of.ts'

interface SentRow {
  readonly sellerId: number
  readonly buyerId: number
  readonly message: OfferMessage
}

const sendStatement = statement<SentRow>(
  'offer-message-send',
  `select o.seller_id as "sellerId", o.buyer_id as "buyerId",
          post_message('offer:' || o.id, offer_streams(o.id, o.seller_id, o.buyer_id),
                       jsonb_build_object('offerId', o.id), $1, $4, $5, 'offer.message') as message
     from offers o where o.id = $3 and ${visible('o.seller_id', 'o.buyer_id')}`,
)

/**
 * Writes in an offer's chat; its sides and staff.
 * @throws NOT_FOUND
 */
export async function sendOfferMessage(
  ctx: Ctx,
  input: { offerId: number; message: string },
): Promise<OfferMessage> {
  signedIn(ctx)
  const { offerId, message } = input
  const [sent] = await ctx.db.query(sendStatement, [...viewer(ctx), offerId, message, ctx.clock()])
  if (!sent) throw offerNotFound()
  wakeAfterCommit(ctx, offerStreams({ ...sent, id: offerId }))
  return offerMessageOf(sent.message)
}
