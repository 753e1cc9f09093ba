import type { Fill } from './fill.ts'

/** Half of the jobs are done and kept for their day; half wait for tomorrow, as deadlines do. */
export const fillJobs: Fill = async ({ run, rows }) => {
  await run(
    `insert into pgboss.job (
       name, data, state, start_after, created_on, started_on, completed_on, keep_until, policy,
       expire_seconds, deletion_seconds, retry_limit, retry_delay, retry_backoff, retry_delay_max)
     select name, jsonb_build_object(case name when 'mail.send' then 'mailId' else 'offerId' end, n),
            case name when 'mail.send' then 'completed' else 'created' end::pgboss.job_state,
            case name when 'mail.send' then now() else now() + interval '1 day' end, now(),
            case name when 'mail.send' then now() end, case name when 'mail.send' then now() end,
            now() + interval '10 years', policy, expire_seconds, deletion_seconds, retry_limit,
            retry_delay, retry_backoff, retry_delay_max
       from pgboss.queue, generate_series(1, ${rows / 2}) n
      where name in ('mail.send', 'offer.expire')`,
  )
}
