import { z } from 'zod'
import { fiatDecimals } from '../fiat-decimals.ts'
import {
  amount,
  amountShown,
  coin,
  coinShown,
  decimalsOf,
  decimalsProblem,
  fiat,
  paymentMethod,
} from '../fields.ts'
import { userRef } from './user.ts'

/**
 * The most one deal may be. Either of a coin, for everybody (`userId` null) or instead of that for
 * one user; or in a national currency, for a way of paying.
 */
export const Limit = z.object({
  coin: coinShown()
    .nullable()
    .describe('Of deals in this coin; null where it is for a way of paying.'),
  userId: z.uuid().nullable().describe('UUID of the one user it is for; null for everybody.'),
  paymentMethod: z
    .string()
    .nullable()
    .describe('Of deals that are paid so; null where it is for a coin.'),
  fiatCurrency: z
    .string()
    .nullable()
    .describe('What the maximum is in, with a way of paying; null with a coin.'),
  maximum: amountShown().nullable().describe('Null: no limit any more.'),
})
export type Limit = z.output<typeof Limit>

/** A limit as it is set. */
export const NewLimit = z
  .object({
    coin: coin().optional(),
    userId: userRef().optional().describe('Of one user, instead of everybody.'),
    paymentMethod: paymentMethod().optional(),
    fiatCurrency: fiat().optional(),
    maximum: amount().nullable().describe('Null removes the limit.'),
  })
  .superRefine((limit, ctx) => {
    const { coin, userId, paymentMethod, fiatCurrency, maximum } = limit
    const refuse = (field: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [field], message })
    if (coin === undefined && paymentMethod === undefined) {
      refuse('coin', 'is required, unless there is a payment method')
    } else if (coin !== undefined && paymentMethod !== undefined) {
      refuse('paymentMethod', 'cannot go with a coin: set two limits')
    } else if (coin !== undefined && fiatCurrency !== undefined) {
      refuse('fiatCurrency', 'cannot go with a coin, whose limit is an amount of that coin')
    } else if (paymentMethod !== undefined && fiatCurrency === undefined) {
      refuse('fiatCurrency', 'is required with a payment method')
    } else if (paymentMethod !== undefined && userId !== undefined) {
      refuse('userId', 'cannot go with a payment method')
    }
    const problem = maximum !== null && coin !== undefined && decimalsProblem(coin, maximum)
    if (problem) refuse('maximum', problem)
    const most = fiatDecimals(fiatCurrency ?? '')
    if (maximum !== null && coin === undefined && decimalsOf(maximum) > most) {
      refuse('maximum', `must have at most ${most} decimals`)
    }
  })
