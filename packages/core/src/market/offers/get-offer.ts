import type { Offer } from '@souk/contract'
import { statement } from '@souk/database'
import { recordAudit } from '../../audit/record-audit.ts'
import { type Ctx, isStaff, viewer, viewerId } from '../../context.ts'
import { offerNotFound } from '../refusals.ts'
import { visible } from '../visibility.ts'
import { type OfferRow, offerOf } from './offer-of.ts'

const selectOffer = statement<OfferRow>(
  'offer-get',
  `select v.* from offer_view v where v.id = $3 and ${visible('v."sellerId"', 'v."buyerId"')}`,
)

/**
 * One offer, for its sides and staff.
 * @throws NOT_FOUND, also for an offer that is none of the caller's business
 */
export async function getOffer(ctx: Ctx, input: { id: number }): Promise<Offer> {
  const [row] = await ctx.db.query(selectOffer, [...viewer(ctx), input.id])
  if (!row) throw offerNotFound()
  if (isStaff(ctx) && showsBank(row) && !isSide(row, viewerId(ctx))) {
    await recordAudit(ctx, 'bank_details.read', `offer:${row.id}`)
  }
  return offerOf(row)
}

const showsBank = ({ bankAccountName, bankAccountNumber, bankName }: OfferRow) =>
  [bankAccountName, bankAccountNumber, bankName].some((field) => field !== null)

const isSide = ({ sellerId, buyerId }: OfferRow, userId: number | null) =>
  userId === sellerId || userId === buyerId
