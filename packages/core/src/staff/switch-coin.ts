import { COIN_CODES, type Coin, type CoinSwitch, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'

const switchStatement = statement<{ known: boolean }>(
  'staff-switch-coin',
  'select switch_coin($1, $2, $3, $4, $5) as known',
)

/** Lets a coin be used in anything new again. @throws NOT_FOUND when Souk does not know it */
export const enableCoin = (ctx: Ctx, { coin }: { coin: string }) => switchCoin(ctx, coin, true)

/** Keeps a coin out of anything new; what is under way goes on. @throws NOT_FOUND */
export const disableCoin = (ctx: Ctx, { coin }: { coin: string }) => switchCoin(ctx, coin, false)

async function switchCoin(ctx: Ctx, given: string, enabled: boolean): Promise<CoinSwitch> {
  const coin = given.toLowerCase()
  if (!isCoin(coin)) throw new SoukError('NOT_FOUND', 'Invalid coin')
  const values = [signedIn(ctx).userId, coin, enabled, ctx.clock(), ctx.address]
  const [row] = await ctx.db.query(switchStatement, values)
  if (!row?.known) throw new SoukError('NOT_FOUND', 'Invalid coin')
  return { coin, enabled }
}

function isCoin(code: string): code is Coin {
  return (COIN_CODES as readonly string[]).includes(code)
}
