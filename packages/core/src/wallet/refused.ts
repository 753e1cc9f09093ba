import { type Coin, SoukError } from '@souk/contract'
import { coinDisabled, restricted } from '../staff/deal-refused.ts'

/** Why a verb of the wallet was refused, as its database function says. */
export type MoneyRefusal = 'coin_disabled' | 'restricted' | 'insufficient_funds'

/** The refusal for somebody who is `doing` something, such as `withdrawing`, with a coin. */
export function moneyRefused(
  refusal: MoneyRefusal | undefined,
  doing: string,
  coin: Coin,
): SoukError {
  if (refusal === 'coin_disabled') return coinDisabled(coin)
  if (refusal === 'restricted') return restricted(doing)
  return new SoukError('INSUFFICIENT_FUNDS', 'Insufficient balance')
}
