import { fiatDecimals, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'

export const insufficientFunds = () =>
  new SoukError(
    'INSUFFICIENT_FUNDS',
    'Insufficient p2p balance, please move some funds to your p2p wallet',
  )

export const noRate = (coin: string, fiat: string) =>
  new SoukError(
    'CONFLICT',
    `There is no current rate for ${coin} in ${fiat}, please try again later`,
  )

/** `limit 5` → `5` */
export const limitIn = (why: string) => why.replace(/^limit /, '')

export const adNotFound = () => new SoukError('NOT_FOUND', 'Ad not found')
export const offerNotFound = () => new SoukError('NOT_FOUND', 'Offer not found')
export const disputeNotFound = () => new SoukError('NOT_FOUND', 'Dispute not found')

/** Refuses whoever would do what only time does. */
export function onlyTime(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system') throw new SoukError('FORBIDDEN', 'Only time does this')
}

/** The smallest unit of a currency, in words. */
export function unitOf(fiat: string): string {
  return fiatDecimals(fiat) === 2 ? `a cent of ${fiat}` : `the smallest unit of ${fiat}`
}
