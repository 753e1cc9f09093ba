import type { Ad } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { rulesFor } from '../../rules.ts'
import { adNotFound } from '../refusals.ts'
import { adRules } from '../transitions.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

type TransitionRow =
  | { outcome: 'done' | 'early' | 'refused'; ad: AdShownRow }
  | { outcome: 'unknown'; ad: null }

const transitionFunction = dbFunction(
  'transition_ad',
  ['ad', 'event', 'rates', 'when', 'to'],
  row<TransitionRow>(),
)

const EVENTS = { close: 'ad.closed', expire: 'ad.expired' } as const

/**
 * Ends an ad, in one round trip: status, money and event change together or not at all.
 * @throws NOT_FOUND
 */
export async function transitionAd(
  ctx: Ctx,
  action: keyof typeof EVENTS,
  id: number,
): Promise<{ outcome: 'done' | 'early' | 'refused'; ad: Ad }> {
  const { outcome, ad } = await call(ctx, transitionFunction, {
    ad: id,
    event: EVENTS[action],
    rates: JSON.stringify(await ctx.rates.current()),
    ...rulesFor(adRules(action), 'to'),
  })
  if (outcome === 'unknown') throw adNotFound()
  return { outcome, ad: adOf(ctx, ad) }
}
