import type { JobPace } from '../outside/open-jobs.ts'
import type { TestSouk } from './test-souk.ts'

/** Whoever can run SQL on the database. */
type Sql = Pick<TestSouk, 'sql'>

/** As fast as pg-boss looks. */
export const IN_HASTE: JobPace = { poll: 0.5, supervise: 1 }

/** Lets every waiting job of a queue run now, instead of when its time comes. */
export async function makeDue(souk: Sql, queue: string): Promise<void> {
  await souk.sql(
    `update pgboss.job set start_after = now() where name = '${queue}' and state < 'active'`,
  )
}

/** Jobs that fail are tried again at once, rather than after a while. */
export async function retryAtOnce(souk: Sql, queue: string): Promise<void> {
  const at_once = 'retry_delay = 0, retry_backoff = false'
  await souk.sql(`update pgboss.queue set ${at_once} where name = '${queue}'`)
  await souk.sql(`update pgboss.job set ${at_once} where name = '${queue}'`)
}

/** Makes jobs look as if their worker had died a while ago. */
export async function loseWorkers(souk: Sql, queue: string): Promise<void> {
  await souk.sql(
    `update pgboss.job set started_on = now() - interval '1 hour'
      where name = '${queue}' and state = 'active'`,
  )
}

/**
 * Lets time pass in which Souk was there. A clock that merely jumps looks like an outage, after which
 * people get back the time they lost.
 */
export async function passTime(
  souk: Sql,
  time: { now: Date },
  milliseconds: number,
): Promise<void> {
  const then = new Date(time.now.getTime() + milliseconds)
  await souk.sql(`update heartbeat set at = '${then.toISOString()}'`)
  time.now = then
}
