import { type Coin, SoukError } from '@souk/contract'
import { unforeseen } from '../unforeseen.ts'

/** Why somebody may not make a new deal, as the database's `deal_refusal` says; with the most. */
export type DealRefusal =
  | 'coin_disabled'
  | 'restricted'
  | `limit ${string}`
  | `cap ${string}`
  | `unpaid ${string}`

/** The same as an error: COIN_DISABLED, RESTRICTED or LIMIT_EXCEEDED. */
export function dealRefused(refusal: DealRefusal, asset: Coin): SoukError {
  if (refusal === 'coin_disabled') return coinDisabled(asset)
  if (refusal === 'restricted') return restricted(`trading ${asset}`)
  if (refusal.startsWith('cap ')) {
    const begun = refusal.slice('cap '.length)
    return new SoukError('LIMIT_EXCEEDED', `You may have at most ${begun} under way at a time`)
  }
  if (refusal.startsWith('unpaid ')) {
    const held = refusal.slice('unpaid '.length)
    return new SoukError('LIMIT_EXCEEDED', `You may hold at most ${held} that are not paid`)
  }
  const most = limitIn(refusal)
  if (most === undefined) return unforeseen(refusal)
  return new SoukError('LIMIT_EXCEEDED', `At most ${most} ${asset} may be traded in one deal`)
}

/** `limit 5` → `5` */
export function limitIn(refusal: string): string | undefined {
  return /^limit (.+)$/.exec(refusal)?.[1]
}

export function coinDisabled(asset: Coin): SoukError {
  return new SoukError('COIN_DISABLED', `${asset.toUpperCase()} is switched off at the moment`)
}

/** Staff have taken from the caller the right to do this, such as `trading usdt`. */
export function restricted(doing: string): SoukError {
  return new SoukError(
    'RESTRICTED',
    `You have been restricted from ${doing}, please contact support`,
  )
}
