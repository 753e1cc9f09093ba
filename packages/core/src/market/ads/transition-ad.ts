import type { Ad } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, viewer } from '../../context.ts'
import { wakeAfterCommit } from '../../events/record-event.ts'
import { userStream } from '../../events/streams.ts'
import { ruleColumns } from '../../rule-columns.ts'
import { adNotFound } from '../refusals.ts'
import { adRules } from '../transitions.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

type TransitionRow =
  | { outcome: 'done' | 'early' | 'refused'; ad: AdShownRow }
  | { outcome: 'unknown'; ad: null }

const transitionStatement = statement<TransitionRow>(
  'ad-transition',
  'select outcome, ad from transition_ad($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
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
  const rules = adRules(action)
  const [row] = await ctx.db.query(transitionStatement, [
    id,
    ...viewer(ctx),
    EVENTS[action],
    ...ruleColumns(rules, 'from', 'by', 'to'),
    JSON.stringify(await ctx.rates.current()),
    ctx.address,
    ctx.clock(),
  ])
  if (!row || row.outcome === 'unknown') throw adNotFound()
  if (row.outcome === 'done') wakeAfterCommit(ctx, [userStream(row.ad.ownerId)])
  return { outcome: row.outcome, ad: adOf(ctx, row.ad) }
}
