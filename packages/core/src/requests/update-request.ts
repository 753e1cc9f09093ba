import { LockMode } from '@mikro-orm/core'
import { type BuyerRequest, type BuyerRequestChange, SoukError } from '@souk/contract'
import type { Db } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { searchVector } from '../shop/words.ts'
import { BuyerRequestRow } from './entities.ts'
import { expiryOf, scheduleExpiry } from './expiry.ts'
import { showRequest } from './get-request.ts'
import { requestNotFound } from './refusals.ts'

/**
 * Changes one of the caller's requests that is open. What is not given stays as it is.
 * @throws NOT_FOUND, NOT_A_PARTY, VALIDATION_FAILED; CONFLICT when it is open no more
 */
export async function updateRequest(
  ctx: Ctx,
  { id, expiresAt, ...changes }: BuyerRequestChange & { id: number },
): Promise<BuyerRequest> {
  const { userId } = signedIn(ctx)
  const until = expiresAt ? expiryOf(ctx, expiresAt) : undefined
  await ctx.db.transaction(async (db) => {
    const request = await ownOpenRequest(ctx, db, id, userId)
    const given = Object.fromEntries(Object.entries(changes).filter(([, v]) => v !== undefined))
    db.em.assign(request, { ...given, ...(until && { expiresAt: until }), updatedAt: ctx.clock() })
    db.em.assign(request, { search: searchVector([request.title, request.description]) })
    await db.em.flush()
    if (until) await scheduleExpiry({ ...ctx, db }, id, until)
  })
  return showRequest(ctx, id)
}

/** A request that whoever asks is about to change, locked. */
async function ownOpenRequest(
  ctx: Ctx,
  db: Db,
  id: number,
  userId: number,
): Promise<BuyerRequestRow> {
  const request = await db.em.findOne(BuyerRequestRow, id, {
    lockMode: LockMode.PESSIMISTIC_WRITE,
    refresh: true,
  })
  if (!request || request.status === 'DELETED') throw requestNotFound()
  if (request.userId !== userId) {
    throw new SoukError('NOT_A_PARTY', 'You cannot change somebody else’s request')
  }
  const isOpen = request.status === 'OPEN' && request.expiresAt > ctx.clock()
  const status = request.status === 'OPEN' ? 'EXPIRED' : request.status
  if (!isOpen) throw new SoukError('CONFLICT', `You cannot change a request that is ${status}`)
  return request
}
