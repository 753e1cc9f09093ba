import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCore, type TestCore } from '../testing/test-core.ts'

let core: TestCore
beforeAll(async () => {
  core = await startTestCore()
})
afterAll(() => core.close())

const enqueue = (queue: string, due: string, at = '2026-01-02T00:00:00Z') =>
  core.sql('select enqueue_job(row(null, false, null, $1::timestamptz), $2, $3, $4)', [
    at,
    queue,
    { offerId: 7 },
    due,
  ])

test('a job written by a SQL function runs as far from now as its caller says', async () => {
  await enqueue('offer.expire', '2026-01-02T00:30:00Z')
  const jobs = await core.sql(
    `select data, state::text, extract(epoch from start_after - created_on)::integer as seconds
       from pgboss.job where name = 'offer.expire'`,
  )
  expect(jobs).toEqual([{ data: { offerId: 7 }, state: 'created', seconds: 1800 }])
})

test('a job whose time has passed can run at once', async () => {
  await enqueue('ad.expire', '2020-01-01T00:00:00Z')
  const jobs = await core.sql(
    `select start_after <= now() as due from pgboss.job where name = 'ad.expire'`,
  )
  expect(jobs).toEqual([{ due: true }])
})

test('a job takes over what its queue says of retries and of time', async () => {
  await enqueue('mail.send', '2026-01-02T00:00:00Z')
  const jobs = await core.sql(
    `select j.retry_limit, j.retry_delay, j.retry_backoff, j.retry_delay_max, j.expire_seconds,
            j.policy, j.keep_until > now() + interval '9 years' as kept
       from pgboss.job j where name = 'mail.send'`,
  )
  expect(jobs).toEqual([
    {
      retry_limit: 1_000_000,
      retry_delay: 15,
      retry_backoff: true,
      retry_delay_max: 3600,
      expire_seconds: 60,
      policy: 'standard',
      kept: true,
    },
  ])
})

test('a queue that is not there is an error, not a job that is lost', async () => {
  await expect(enqueue('offer.expired', '2026-01-02T00:00:00Z')).rejects.toThrow(
    'there is no queue offer.expired',
  )
})
