import { fieldRefused } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const DAY = 86_400_000
/** Days for which a request stands open unless it says otherwise, and at most. */
const DAYS = 30
const MOST_DAYS = 366

/** Until when a request stands open that says nothing of it. */
export const usualExpiry = (ctx: Ctx) => new Date(ctx.clock().getTime() + DAYS * DAY)

/**
 * Until when a request is to stand open.
 * @throws VALIDATION_FAILED for what is not to come, or not within a year
 */
export function expiryOf(ctx: Ctx, given: string): Date {
  const expiresAt = new Date(given)
  const left = expiresAt.getTime() - ctx.clock().getTime()
  if (left <= 0) throw fieldRefused('expiresAt', 'must be in the future')
  if (left > MOST_DAYS * DAY) throw fieldRefused('expiresAt', 'must be within a year')
  return expiresAt
}

const scheduleFunction = dbFunction(
  'schedule_request_expiry',
  ['request', 'expiresAt'],
  row<{ scheduled: true }>(),
)

/** Has a request looked at when its time is over. */
export async function scheduleExpiry(ctx: Ctx, request: number, expiresAt: Date): Promise<void> {
  await call(ctx, scheduleFunction, { request, expiresAt })
}
