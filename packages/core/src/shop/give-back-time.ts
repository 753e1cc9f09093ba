import { statement } from '@souk/database'
import { type GiveBackTime, LOST } from '../jobs/record-heartbeat.ts'

/** The windows in which orders have to be paid. */
export const giveBackTime: GiveBackTime = [
  statement(
    'give-back-time-of-orders',
    `update orders set expires_at = expires_at + ${LOST}
      where status = 'PENDING' and expires_at > $1`,
  ),
]
