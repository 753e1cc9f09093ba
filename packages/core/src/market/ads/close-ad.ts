import { type Ad, SoukError } from '@souk/contract'
import { type Ctx, isStaff, signedIn } from '../../context.ts'
import { transitionAd } from './transition-ad.ts'

/**
 * Stops offers on one's ad, or as staff on anybody's, and gives back what is not reserved; offers
 * under way run on.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT
 */
export async function closeAd(ctx: Ctx, input: { id: number }): Promise<Ad> {
  const { userId } = signedIn(ctx)
  const { outcome, ad } = await transitionAd(ctx, 'close', input.id)
  if (outcome === 'done') return ad
  if (ad.ownerId !== userId && !isStaff(ctx)) {
    throw new SoukError('NOT_A_PARTY', 'You are not authorized to close this ad')
  }
  throw new SoukError('CONFLICT', `This ad is already ${ad.status}`)
}
