import type { BackupCodes } from '@souk/contract'
import { type Ctx, signedIn } from '../../context.ts'
import { enqueueMail } from '../../mail/enqueue-mail.ts'
import { prepared } from '../../prepared.ts'
import { renewBackupCodes as renew } from '../../second-factor/backup-codes.ts'
import { requireSecondFactor } from '../../second-factor/require-second-factor.ts'
import { notOn } from './not-on.ts'

/**
 * Makes the caller's backup codes anew; those before work no more.
 * @throws TWO_FACTOR_REQUIRED, RATE_LIMITED; CONFLICT when two-factor authentication is not on
 */
export const renewBackupCodes = prepared(
  async (ctx: Ctx, { code }: { code?: string | undefined }) => {
    const { userId } = signedIn(ctx)
    const spend = await requireSecondFactor(ctx, code, 'settings')
    if (!spend) throw notOn()
    return (tx): Promise<BackupCodes> =>
      tx.db.transaction(async (db) => {
        const within = { ...tx, db }
        await spend(within)
        await enqueueMail(within, userId, 'backup-codes.renewed')
        return { backupCodes: await renew(within, userId) }
      })
  },
)
