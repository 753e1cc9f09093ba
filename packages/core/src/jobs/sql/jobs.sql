-- Hands a job to a queue, to run once p_due has come, in the transaction that causes it. Jobs run by
-- the database's clock, so only the time from the caller's present moment counts.
create or replace function enqueue_job(
  p_ctx call_context, p_queue text, p_data jsonb, p_due timestamptz)
returns void language plpgsql as $$
declare v_start timestamptz := now() + greatest(p_due - p_ctx.at, interval '0');
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

-- Says that Souk is there. The row's lock lets one process at a time find out for how long it was
-- not: `since` is the last beat, null at the very first one and where the clock has gone back.
create or replace function record_heartbeat(p_ctx call_context, out since timestamptz)
language plpgsql as $$
begin
  insert into heartbeat (at) values (p_ctx.at) on conflict do nothing;
  select at into since from heartbeat for update;
  if p_ctx.at <= since then since := null; return; end if;
  update heartbeat set at = p_ctx.at;
end $$;
