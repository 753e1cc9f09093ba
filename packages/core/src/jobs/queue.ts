import type { Ctx } from '../context.ts'
import { type GiveBackTime, recordHeartbeat } from './record-heartbeat.ts'

/** Does one job. It may run more than once, and long after its time: it looks first how things stand. */
export type Work = (ctx: Ctx, data: never) => Promise<void>

/** What becomes of the jobs of a queue. */
export interface Queue {
  readonly work: Work
  /**
   * People had until then to do something: it counts only once they have been given back the time in
   * which Souk was away.
   */
  readonly isDeadline?: true
}

/** The work of each queue. */
export function workOf(
  queues: Readonly<Record<string, Queue>>,
  giveBack: readonly GiveBackTime[],
): Readonly<Record<string, Work>> {
  const works = Object.entries(queues).map(([name, { work, isDeadline }]): [string, Work] => [
    name,
    isDeadline ? deadline(work, giveBack) : work,
  ])
  return Object.fromEntries(works)
}

function deadline(work: Work, giveBack: readonly GiveBackTime[]): Work {
  return async (ctx, data) => {
    // One reading of the clock for both: the database may be frozen in between.
    const now = ctx.clock()
    const moment = { ...ctx, clock: () => now }
    await recordHeartbeat(moment, giveBack)
    await work(moment, data)
  }
}
