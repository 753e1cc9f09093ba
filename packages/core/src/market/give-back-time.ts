import { giveBack } from '../jobs/give-back.ts'
import type { GiveBackTime } from '../jobs/record-heartbeat.ts'

const UNANSWERED = 'answered_at is null and escalated_at is null and resolved_at is null'

/** The windows in which a buyer has to pay, and the other side of a dispute to answer. */
export const giveBackTime: GiveBackTime = [
  giveBack('offers', 'expires_at', `status = 'pending'`),
  giveBack('disputes', 'answer_by', UNANSWERED),
]
