import { statement } from '@souk/database'
import { type GiveBackTime, LOST } from '../jobs/record-heartbeat.ts'

/** The windows in which a buyer has to pay, and the other side of a dispute to answer. */
export const giveBackTime: GiveBackTime = [
  statement(
    'give-back-time-of-offers',
    `update offers set expires_at = expires_at + ${LOST}
      where status = 'pending' and expires_at > $1`,
  ),
  statement(
    'give-back-time-of-disputes',
    `update disputes set answer_by = answer_by + ${LOST}
      where answer_by > $1
        and answered_at is null and escalated_at is null and resolved_at is null`,
  ),
]
