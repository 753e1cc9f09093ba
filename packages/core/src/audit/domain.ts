import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { listAudit } from './list-audit.ts'

/** What staff did, and to what. Append-only. */
export const audit = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    staff: {
      audit: { list: listAudit } satisfies Verbs<typeof contract.staff.audit>,
    },
  },
} satisfies Domain
