import { giveBack } from '../jobs/give-back.ts'
import type { GiveBackTime } from '../jobs/record-heartbeat.ts'

/** The windows in which orders have to be paid. */
export const giveBackTime: GiveBackTime = [giveBack('orders', 'expires_at', `status = 'PENDING'`)]
