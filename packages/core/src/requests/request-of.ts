import type { BuyerRequest, RequestOffer, RequestStatus } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { isoTime } from '../iso-time.ts'
import { showAmount } from '../show-amount.ts'

/** A row of `request_view`. */
export type RequestRow = Omit<BuyerRequest, 'offers'> & { readonly isShown: boolean }

/** How things stand with a request: past its time it is open no more, whether or not that is written. */
export function statusNow(
  ctx: Ctx,
  { status, expiresAt }: Pick<BuyerRequest, 'status' | 'expiresAt'>,
): RequestStatus {
  return status === 'OPEN' && isPast(ctx, expiresAt) ? 'EXPIRED' : status
}

/** @param moment as PostgreSQL writes it */
export const isPast = (ctx: Ctx, moment: string) => isoTime(moment) <= ctx.clock().toISOString()

/** A request with the offers on it that the caller may see. */
export function requestOf(
  ctx: Ctx,
  { isShown: _, ...row }: RequestRow,
  offers: RequestOffer[] = [],
): BuyerRequest {
  const status = statusNow(ctx, row)
  return {
    ...row,
    budget: row.budget === null ? null : showAmount(row.budget),
    status,
    offerCount: status === 'OPEN' ? row.offerCount : 0,
    offers,
    expiresAt: isoTime(row.expiresAt),
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

/** Characters of its description that a list shows. */
const LISTED = 500

/** The same in a list, so that a page of a hundred stays one that can be read. */
export function listedRequestOf(ctx: Ctx, row: RequestRow): BuyerRequest {
  const request = requestOf(ctx, row)
  const letters = [...request.description]
  if (letters.length <= LISTED) return request
  return { ...request, description: `${letters.slice(0, LISTED - 1).join('')}…` }
}
