import type { BuyerRequest, NewBuyerRequest } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { searchVector } from '../shop/words.ts'
import { BuyerRequestRow } from './entities.ts'
import { expiryOf, scheduleExpiry, usualExpiry } from './expiry.ts'
import { showRequest } from './get-request.ts'
import { MOST_OPEN, tooManyOpen } from './refusals.ts'

const mayOpen = dbFunction('may_open_request', ['most'], row<{ allowed: boolean }>())

/**
 * Asks for something.
 * @throws VALIDATION_FAILED; CONFLICT for whoever has too many open requests
 */
export async function createRequest(ctx: Ctx, input: NewBuyerRequest): Promise<BuyerRequest> {
  const { userId } = signedIn(ctx)
  const now = ctx.clock()
  const { title, description, budget = null, metadata = null } = input
  const expiresAt = input.expiresAt ? expiryOf(ctx, input.expiresAt) : usualExpiry(ctx)
  const id = await ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const { allowed } = await call(tx, mayOpen, { most: MOST_OPEN })
    if (!allowed) throw tooManyOpen()
    const request = db.em.create(BuyerRequestRow, {
      userId,
      title,
      description,
      budget,
      metadata,
      search: searchVector([title, description]),
      expiresAt,
      createdAt: now,
      updatedAt: now,
    })
    await db.em.flush()
    await scheduleExpiry(tx, request.id, expiresAt)
    return request.id
  })
  return showRequest(ctx, id)
}
