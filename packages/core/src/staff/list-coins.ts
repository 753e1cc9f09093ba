import type { CoinSwitch } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'

const selectCoins = statement<CoinSwitch>(
  'staff-coins',
  'select code as coin, enabled from ledger.assets order by code',
)

/** Every coin, and whether it is switched on. */
export function listCoins(ctx: Ctx): Promise<CoinSwitch[]> {
  return ctx.db.query(selectCoins, [])
}
