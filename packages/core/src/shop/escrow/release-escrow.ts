import { type Release, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { verifyPassword } from '../../accounts/passwords.ts'
import { type Ctx, signedIn } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { prepared } from '../../prepared.ts'
import { requireSecondFactor } from '../../second-factor/require-second-factor.ts'
import { unforeseen } from '../../unforeseen.ts'
import { escrowNotFound, invalidCode } from '../refusals.ts'
import type { ShopRole } from '../transitions.ts'
import { refused, transitionEscrow } from './transition-escrow.ts'

type CountRow =
  | { outcome: 'done'; code_hash: string }
  | { outcome: 'unknown' | 'refused' | 'locked'; role: ShopRole; code_hash: null }

const countFunction = dbFunction('count_code', ['escrow'], row<CountRow>())

/**
 * Pays an escrow out to the sellers. A code is counted before it is looked at, and looked at before the
 * transaction in which it releases: of codes guessed at the same time no more count than one after another.
 * @throws NOT_FOUND, NOT_A_PARTY, CONFLICT; VALIDATION_FAILED for a wrong code; TWO_FACTOR_REQUIRED
 */
export const releaseEscrow = prepared(async (ctx: Ctx, input: Release) => {
  signedIn(ctx)
  const { id } = input
  const spend = await requireSecondFactor(ctx, input.code, 'release')
  const code = await matchedCode(ctx, input)
  if (!spend) return (tx) => transitionEscrow(tx, 'release', { id, code })
  return (tx) =>
    tx.db.transaction(async (db) => {
      await spend({ ...tx, db })
      return transitionEscrow({ ...tx, db }, 'release', { id, code })
    })
})

/** The hash that the code matches. */
async function matchedCode(ctx: Ctx, { id, releaseCode }: Release): Promise<string> {
  const counted = await call(ctx, countFunction, { escrow: id })
  switch (counted.outcome) {
    case 'done':
      if (await verifyPassword(releaseCode, counted.code_hash, ctx.address))
        return counted.code_hash
      throw invalidCode()
    case 'unknown':
      throw escrowNotFound()
    case 'refused':
      throw refused('release', counted.role)
    case 'locked':
      throw new SoukError(
        'CONFLICT',
        'Too many release codes were tried: dispute the escrow, and staff will decide',
      )
    default:
      throw unforeseen(counted)
  }
}
