import type { Coin } from '@souk/contract'
import Big from 'big.js'
import type { Ctx } from '../context.ts'

/** What an amount of a coin is worth in NGN, to the kobo. */
export type InNaira = (coin: Coin, amount: string) => string

/** Reckons with the present reference prices; what has none counts as zero. */
export async function inNaira(ctx: Ctx): Promise<InNaira> {
  const prices = await ctx.rates.current()
  return (coin, amount) =>
    new Big(amount).times(prices[`${coin}:ngn`] ?? 0).toFixed(2, Big.roundHalfUp)
}
