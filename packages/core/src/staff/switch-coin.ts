import { COIN_CODES, type Coin, type CoinSwitch, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'

const switchFunction = dbFunction('switch_coin', ['asset', 'enabled'], row<{ known: boolean }>())

/** Lets a coin be used in anything new again. @throws NOT_FOUND when Souk does not know it */
export const enableCoin = (ctx: Ctx, { coin }: { coin: string }) => switchCoin(ctx, coin, true)

/** Keeps a coin out of anything new; what is under way goes on. @throws NOT_FOUND */
export const disableCoin = (ctx: Ctx, { coin }: { coin: string }) => switchCoin(ctx, coin, false)

async function switchCoin(ctx: Ctx, given: string, enabled: boolean): Promise<CoinSwitch> {
  const coin = given.toLowerCase()
  if (!isCoin(coin)) throw new SoukError('NOT_FOUND', 'Invalid coin')
  const { known } = await call(ctx, switchFunction, { asset: coin, enabled })
  if (!known) throw new SoukError('NOT_FOUND', 'Invalid coin')
  return { coin, enabled }
}

function isCoin(code: string): code is Coin {
  return (COIN_CODES as readonly string[]).includes(code)
}
