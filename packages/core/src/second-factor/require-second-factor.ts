import { SoukError } from '@souk/contract'
import { type Ctx, type SignedIn, signedIn } from '../context.ts'
import { type Prepared, prepared } from '../prepared.ts'
import { checkCode, type Spend } from './check-code.ts'

/** What a second factor is asked for: always with two-factor authentication on, releases if wished. */
export type Purpose = 'withdrawal' | 'payout address' | 'settings' | 'release'

/**
 * Sees to it that the caller has shown a current code, where they must. It belongs before the
 * transaction of the deed; what it returns uses the code up and belongs within, so that a deed that is
 * refused leaves the code as it was. Undefined where no code is needed: then none is looked at.
 * @throws TWO_FACTOR_REQUIRED without a code, for a wrong one and a used one; RATE_LIMITED
 */
export async function requireSecondFactor(
  ctx: Ctx,
  code: string | undefined,
  purpose: Purpose,
): Promise<Spend | undefined> {
  const actor = signedIn(ctx)
  if (!isNeeded(actor, purpose)) return undefined
  if (code === undefined) throw codeMissing()
  return checkCode(ctx, actor.userId, code, codeWrong)
}

function isNeeded({ twoFactor }: SignedIn, purpose: Purpose): boolean {
  return purpose === 'release' ? twoFactor === 'releases' : twoFactor !== undefined
}

/** Makes a verb that takes the caller's `code` and uses it up in one transaction with its deed. */
export function withSecondFactor<Input extends { code?: string | undefined }, Output>(
  purpose: Purpose,
  verb: (ctx: Ctx, input: Input) => Promise<Output>,
): Prepared<Input, Output> {
  return prepared(async (ctx, input) => {
    const spend = await requireSecondFactor(ctx, input.code, purpose)
    if (!spend) return (tx) => verb(tx, input)
    return (tx) =>
      tx.db.transaction(async (db) => {
        await spend({ ...tx, db })
        return verb({ ...tx, db }, input)
      })
  })
}

export const codeMissing = () =>
  new SoukError(
    'TWO_FACTOR_REQUIRED',
    'Two-factor authentication required: send a current code as "code"',
  )

const codeWrong = () =>
  new SoukError('TWO_FACTOR_REQUIRED', 'The two-factor code is wrong or has been used')
