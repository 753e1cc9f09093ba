import type { NewPayoutAddress, PayoutAddress } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { enqueueMail } from '../../mail/enqueue-mail.ts'
import { checkAddress } from '../../wallet/address.ts'
import { ShopPayoutAddress } from '../entities.ts'

/** Sets where the caller wants to be paid to. @throws VALIDATION_FAILED for what is no address of Bitcoin's */
export async function setPayoutAddress(
  ctx: Ctx,
  { address }: NewPayoutAddress,
): Promise<PayoutAddress> {
  const { userId } = signedIn(ctx)
  checkAddress(ctx, 'btc', address, 'address')
  const updatedAt = ctx.clock()
  await ctx.db.transaction(async (db) => {
    await db.em.upsert(ShopPayoutAddress, { userId, address, updatedAt })
    await enqueueMail({ ...ctx, db }, userId, 'payout-address.set', { address })
  })
  return { id: userId, address, updatedAt: updatedAt.toISOString() }
}
