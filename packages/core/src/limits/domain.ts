import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { listLimits } from './list-limits.ts'
import { setLimit } from './set-limit.ts'

/** Who may deal, and how much. What staff decide binds with its commit, in every function that asks. */
export const limits = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    staff: {
      limits: { list: listLimits, set: setLimit } satisfies Verbs<typeof contract.staff.limits>,
    },
  },
} satisfies Domain
