import type { contract } from '@souk/contract'
import { statement } from '@souk/database'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { CONFIRM_WITHIN } from './confirm-within.ts'
import { listConfirmations } from './list-confirmations.ts'

const removeOld = statement<object>(
  'clean-up-confirmations',
  'delete from confirmations where created_at < $1',
)

/** Who of staff decides what about whom, and what two of them must want (docs/staff-policy.md). */
export const policy = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    staff: {
      confirmations: { list: listConfirmations } satisfies Verbs<
        typeof contract.staff.confirmations
      >,
    },
  },
  async cleanUp(ctx) {
    await ctx.db.query(removeOld, [new Date(ctx.clock().getTime() - CONFIRM_WITHIN)])
  },
} satisfies Domain
