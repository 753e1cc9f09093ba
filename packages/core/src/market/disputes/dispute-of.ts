import type { Dispute, DisputeEntry } from '@souk/contract'
import { isoTime, isoTimeOrNull } from '../../iso-time.ts'

/** A row of `dispute_view`. */
export function disputeOf(row: Dispute): Dispute {
  return {
    ...row,
    answerBy: isoTime(row.answerBy),
    answeredAt: isoTimeOrNull(row.answeredAt),
    escalatedAt: isoTimeOrNull(row.escalatedAt),
    resolvedAt: isoTimeOrNull(row.resolvedAt),
    createdAt: isoTime(row.createdAt),
  }
}

/** A row of `dispute_entry_view`. */
export function disputeEntryOf(row: DisputeEntry): DisputeEntry {
  return { ...row, createdAt: isoTime(row.createdAt) }
}
