import { type OpenedWallet, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../../context.ts'
import { fixedRates, prepared } from '../../prepared.ts'
import { walletOf } from './get-wallet.ts'

const keepAddress = statement<object>(
  'deposit-address-keep',
  `insert into deposit_addresses (user_id, address, created_at) values ($1, $2, $3)
   on conflict (user_id) do nothing returning user_id`,
)

/**
 * Gives the caller an address for deposits: made the first time, the same ever after.
 * @throws CONFLICT where no addresses are given out
 */
export const openWallet = prepared(async (ctx: Ctx) => {
  const { userId } = signedIn(ctx)
  const address = await ctx.chains.depositAddress('btc', userId)
  const rates = fixedRates(await ctx.rates.current())
  return async (tx): Promise<OpenedWallet> => {
    const made =
      address === null ? [] : await tx.db.query(keepAddress, [userId, address, tx.clock()])
    const wallet = await walletOf({ ...tx, rates })
    if (wallet.address === null) {
      throw new SoukError(
        'CONFLICT',
        'No deposit addresses are given out here: please ask staff where to send coins',
      )
    }
    return { ...wallet, isNew: made.length > 0 }
  }
})
