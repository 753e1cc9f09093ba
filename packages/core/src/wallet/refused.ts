import { type Coin, SoukError } from '@souk/contract'
import { coinDisabled, restricted } from '../limits/deal-refused.ts'
import { unforeseen } from '../unforeseen.ts'
import type { DepositAction, MoneyRole } from './transitions.ts'
import type { DepositRow } from './wallet-of.ts'

/** Why a verb of the wallet was refused, as its database function says. */
export type MoneyRefusal = 'coin_disabled' | 'restricted' | 'insufficient_funds'

/** The refusal for somebody who is `doing` something, such as `withdrawing`, with a coin. */
export function moneyRefused(refusal: MoneyRefusal, doing: string, coin: Coin): SoukError {
  switch (refusal) {
    case 'coin_disabled':
      return coinDisabled(coin)
    case 'restricted':
      return restricted(doing)
    case 'insufficient_funds':
      return new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
    default:
      return unforeseen(refusal)
  }
}

/** Why somebody could not decide on a deposit: it is their own, or it has been decided. */
export function depositRefused(
  action: DepositAction,
  { role, status }: DepositRow & { readonly role: MoneyRole },
): SoukError {
  return role === 'owner'
    ? new SoukError('FORBIDDEN', `You cannot ${action} your own deposit`)
    : new SoukError('CONFLICT', `This deposit is already ${status}`)
}
