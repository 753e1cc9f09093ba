
do $souk$
begin
  if to_regclass('pgboss.version') is null then
    execute $plans$/*{pg-boss plans}*/$plans$;
  end if;
end $souk$;

select pgboss.create_queue(name, jsonb_build_object(
  'policy', 'standard', 'expireInSeconds', 60, 'retentionSeconds', 315360000,
  'deleteAfterSeconds', 86400, 'retryLimit', 1000000, 'retryBackoff', true,
  'retryDelay', first_wait, 'retryDelayMax', longest_wait))
from (values
  ('mail.send',        15, 3600),
  ('offer.expire',     2,  300),
  ('ad.expire',        2,  300),
  ('dispute.escalate', 2,  300)
) as queues (name, first_wait, longest_wait);


-- Hands a job to a queue, to run once p_due has come; p_at is the caller's present moment. Jobs run
-- by the database's clock, so only the time between the two counts.
create function enqueue_job(p_queue text, p_data jsonb, p_due timestamptz, p_at timestamptz)
returns void language plpgsql as $$
declare v_start timestamptz := now() + greatest(p_due - p_at, interval '0');
begin
  insert into pgboss.job (
    name, data, start_after, created_on, keep_until, policy, expire_seconds, deletion_seconds,
    retry_limit, retry_delay, retry_backoff, retry_delay_max, dead_letter, heartbeat_seconds)
  select name, p_data, v_start, now(), v_start + retention_seconds * interval '1 second', policy,
         expire_seconds, deletion_seconds, retry_limit, retry_delay, retry_backoff,
         retry_delay_max, dead_letter, heartbeat_seconds
    from pgboss.queue where name = p_queue;
  if not found then raise exception 'there is no queue %', p_queue; end if;
end $$;
