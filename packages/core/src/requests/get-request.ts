import type { BuyerRequest, RequestOffer } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, isStaff, viewerId } from '../context.ts'
import { eurRate } from '../shop/products/product-of.ts'
import { type OfferRow, requestOfferOf } from './offers/offer-of.ts'
import { requestNotFound } from './refusals.ts'
import { type RequestRow, requestOf } from './request-of.ts'

const selectRequest = statement<RequestRow>(
  'request-get',
  'select * from request_view where id = $1',
)

/** Offers that a request shows. */
const OFFERS = 50

const selectOffers = statement<OfferRow>(
  'request-offers-of-all',
  `select * from request_offer_view where "requestId" = $1 order by id desc limit ${OFFERS}`,
)
const selectOwnOffers = statement<OfferRow>(
  'request-offers-own',
  `select * from request_offer_view where "requestId" = $1 and "sellerId" = $2
    order by id desc limit ${OFFERS}`,
)

/**
 * Somebody's request, as a row. Of somebody who was banned only staff see any.
 * @throws NOT_FOUND
 */
export async function findRequest(ctx: Ctx, id: number): Promise<RequestRow> {
  const [row] = await ctx.db.query(selectRequest, [id])
  const isGone = !row || (row.status as string) === 'DELETED'
  if (isGone || !(row.isShown || isStaff(ctx))) throw requestNotFound()
  return row
}

/** Whether the caller sees all offers on it. */
export const seesAllOffers = (ctx: Ctx, { userId }: Pick<RequestRow, 'userId'>) =>
  isStaff(ctx) || viewerId(ctx) === userId

async function offersOn(ctx: Ctx, row: RequestRow): Promise<RequestOffer[]> {
  const viewer = viewerId(ctx)
  if (viewer === null) return []
  const offers = seesAllOffers(ctx, row)
    ? await ctx.db.query(selectOffers, [row.id])
    : await ctx.db.query(selectOwnOffers, [row.id, viewer])
  if (offers.length === 0) return []
  const rate = await eurRate(ctx)
  return offers.map((offer) => requestOfferOf(ctx, offer, rate))
}

/** A request as the caller may see it, which counts no view. @throws NOT_FOUND */
export async function showRequest(ctx: Ctx, id: number): Promise<BuyerRequest> {
  const row = await findRequest(ctx, id)
  return requestOf(ctx, row, await offersOn(ctx, row))
}

/**
 * A request with the offers on it that the caller may see. Counts a view, but not of whoever asks.
 * @throws NOT_FOUND
 */
export async function getRequest(ctx: Ctx, { id }: { id: number }): Promise<BuyerRequest> {
  const request = await showRequest(ctx, id)
  const viewer = viewerId(ctx)
  if (viewer !== request.userId) {
    ctx.requestViews.add(id, viewer === null ? ctx.address : `user ${viewer}`)
  }
  return request
}
