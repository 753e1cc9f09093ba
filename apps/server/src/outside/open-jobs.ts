import { type Ctx, queues, type Work } from '@souk/core'
import type { Database } from '@souk/database'
import type { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { PATIENCE } from '../drain.ts'
import type { CountRun, Metrics } from '../metrics.ts'
import { within } from '../within.ts'
import { MAILS_AT_ONCE } from './open-mailer.ts'

/** How often the database is asked; tests are in more of a hurry. */
export interface JobPace {
  /** Seconds between looks for jobs that are due. */
  readonly poll: number
  /** Seconds between looks for jobs whose worker has died. */
  readonly supervise: number
}

/** Milliseconds between two complaints. */
const QUIET = 10_000

const PACE: JobPace = { poll: 2, supervise: 120 }

export interface JobOptions {
  readonly database: Database
  /** The context of one job. */
  readonly system: () => Ctx
  readonly log: Logger
  readonly metrics: Metrics
  readonly pace?: JobPace | undefined
}

export interface OpenJobs {
  /** Takes no more jobs, and lets those that run finish. What does not in time will run again. */
  stop(): Promise<void>
}

/** Starts to work through the queues, in pg-boss. */
export async function openJobs(options: JobOptions): Promise<OpenJobs> {
  const boss = await startBoss(options)
  const worker = {
    batchSize: MAILS_AT_ONCE,
    burstWhenBatchFull: true,
    perJobResults: true,
    pollingIntervalSeconds: (options.pace ?? PACE).poll,
  } as const
  for (const [queue, work] of Object.entries(queues)) {
    const count = options.metrics.job(queue)
    await boss.work<object>(queue, worker, (batch) =>
      Promise.all(batch.map((job) => run({ queue, work, count }, job, options))),
    )
  }
  return {
    async stop() {
      const done = Promise.all(Object.keys(queues).map((queue) => boss.offWork(queue)))
      await within(PATIENCE, done).catch(() => {}) // what is left will run again
      await boss.stop({ graceful: false, close: false })
    },
  }
}

async function startBoss({ database, log, pace = PACE }: JobOptions): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    // The side pool: jobs are looked for however busy requests keep the other one.
    db: {
      executeSql: (text, values) => database.sidePool.query(text, values),
    },
    schedule: false,
    superviseIntervalSeconds: pace.supervise,
    monitorIntervalSeconds: pace.supervise,
    flowIntervalSeconds: 3600, // jobs here do not depend on each other
  })
  let quietUntil = 0
  boss.on('error', (error) => {
    if (Date.now() < quietUntil) return // every worker says the same
    quietUntil = Date.now() + QUIET
    log.warn({ err: error }, 'the job queue cannot be reached')
  })
  boss.on('warning', (warning) => log.warn(warning, 'the job queue warns'))
  return boss.start()
}

/** Runs one job. What goes wrong is noted; the queue tries again. */
async function run(
  { queue, work, count }: { queue: string; work: Work; count: CountRun },
  { id, data }: { id: string; data: object },
  { system, log }: JobOptions,
) {
  try {
    await work(system(), data as never)
    count('done')
    return { id, status: 'completed' } as const
  } catch (error) {
    count('failed')
    log.warn({ err: error, queue, job: id }, 'a job failed and will be tried again')
    const output = { message: error instanceof Error ? error.message : String(error) }
    return { id, status: 'failed', output } as const
  }
}
