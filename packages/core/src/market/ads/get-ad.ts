import type { Ad } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { adNotFound } from '../refusals.ts'
import { type AdShownRow, adOf } from './ad-of.ts'

const selectAd = statement<{ ad: AdShownRow }>(
  'ad-get',
  'select ad_with_owner(a, $2) as ad from ads a where a.id = $1',
)

/**
 * One ad, at the price of this moment.
 * @throws NOT_FOUND
 */
export async function getAd(ctx: Ctx, input: { id: number }): Promise<Ad> {
  const rates = JSON.stringify(await ctx.rates.current())
  const [row] = await ctx.db.query(selectAd, [input.id, rates])
  if (!row) throw adNotFound()
  return adOf(ctx, row.ad)
}
