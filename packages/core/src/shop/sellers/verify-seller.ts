import type { Seller } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { unforeseen } from '../../unforeseen.ts'
import { sellerNotFound } from '../refusals.ts'
import { findSeller } from './get-seller.ts'

const verifyFunction = dbFunction(
  'verify_seller',
  ['seller', 'verified'],
  row<{ outcome: 'done' | 'waits' | 'unknown' }>(),
)

type Verified = Seller & { awaitsConfirmation?: true }

/** Notes that staff have verified a seller; of one of them, two must want it. @throws NOT_FOUND */
export const verifySeller = (ctx: Ctx, { id }: { id: number }) => setVerified(ctx, id, true)

/** Takes that back. @throws NOT_FOUND */
export const unverifySeller = (ctx: Ctx, { id }: { id: number }) => setVerified(ctx, id, false)

async function setVerified(ctx: Ctx, id: number, verified: boolean): Promise<Verified> {
  const { outcome } = await call(ctx, verifyFunction, { seller: id, verified })
  switch (outcome) {
    case 'done':
      return findSeller(ctx, id)
    case 'waits':
      return { ...(await findSeller(ctx, id)), awaitsConfirmation: true }
    case 'unknown':
      throw sellerNotFound()
    default:
      throw unforeseen(outcome)
  }
}
