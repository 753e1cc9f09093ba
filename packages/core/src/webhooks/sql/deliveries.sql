-- What endpoints are told. Nobody holds a lock of these while something is sent.

-- Makes an endpoint's queue due.
create or replace function wake_webhook_queue(p_endpoint bigint, p_user bigint, p_at timestamptz)
returns void language sql as $$
  insert into webhook_queues as q (endpoint_id, user_id, due_at) values (p_endpoint, p_user, p_at)
  on conflict (endpoint_id) do update set due_at = least(q.due_at, excluded.due_at)
$$;

-- Writes what the endpoints of a user are to be told of their stream after p_from, up to p_to; p_told is
-- a list of {endpoint, seq, event, body}. Where another process has come further meanwhile, nothing. An
-- endpoint that has been switched off since it was looked at is not told.
create or replace function tell_webhooks(
  p_ctx call_context, p_user bigint, p_from bigint, p_to bigint, p_told jsonb, p_give_up timestamptz)
returns void language plpgsql as $$
declare v_endpoints bigint[]; v_endpoint bigint;
begin
  update webhook_followers set seq = p_to where user_id = p_user and seq = p_from;
  if not found then return; end if;
  with told as (
    insert into webhook_deliveries (
      endpoint_id, seq, event, body, next_attempt_at, give_up_at, created_at)
    select t.endpoint, t.seq, t.event, t.body, p_ctx.at, p_give_up, p_ctx.at
      from jsonb_to_recordset(p_told) as t (endpoint bigint, seq bigint, event text, body text)
      join webhook_endpoints e on e.id = t.endpoint and e.off_reason is null and e.deleted_at is null
     order by t.endpoint, t.seq
    returning endpoint_id)
  select array_agg(distinct endpoint_id order by endpoint_id) into v_endpoints from told;
  foreach v_endpoint in array coalesce(v_endpoints, '{}') loop
    perform wake_webhook_queue(v_endpoint, p_user, p_ctx.at);
  end loop;
end $$;

-- Takes queues in which something is due, until p_until: at most p_most, those that have waited longest,
-- and so that no user has more than p_each under way. Whoever dies meanwhile leaves them to others then.
create or replace function take_webhook_queues(
  p_ctx call_context, p_slow boolean, p_most integer, p_each integer, p_until timestamptz,
  out taken jsonb)
language plpgsql as $$
begin
  with waiting as materialized (
    select endpoint_id, user_id, due_at from webhook_queues
     where slow = p_slow and due_at <= p_ctx.at
       and (leased_until is null or leased_until <= p_ctx.at)
     order by due_at limit 20 * p_most),
  ranked as (
    select w.*, row_number() over (partition by user_id order by due_at) +
           (select count(*) from webhook_queues q
             where q.user_id = w.user_id and q.leased_until > p_ctx.at) as nth
      from waiting w),
  locked as (
    select endpoint_id from webhook_queues
     where endpoint_id in (select endpoint_id from ranked where nth <= p_each
                            order by due_at limit p_most)
       and due_at <= p_ctx.at and (leased_until is null or leased_until <= p_ctx.at)
       for update skip locked),
  leased as (
    update webhook_queues q set leased_until = p_until from locked
     where q.endpoint_id = locked.endpoint_id returning q.endpoint_id)
  select jsonb_agg(endpoint_id) into taken from leased;
end $$;

-- The endpoint of a queue, and what is due in it, at most p_most; p_until as above. Nothing is sent to one
-- that is off, or whose owner is.
create or replace function next_webhook_round(
  p_ctx call_context, p_endpoint bigint, p_most integer, p_until timestamptz,
  out endpoint jsonb, out due jsonb)
language plpgsql as $$
begin
  update webhook_queues set leased_until = p_until where endpoint_id = p_endpoint;
  select jsonb_build_object(
           'userId', e.user_id, 'url', e.url, 'secret', encode(e.secret, 'base64'),
           'previousSecret', case when e.previous_until > p_ctx.at
                                  then encode(e.previous_secret, 'base64') end,
           'isOn', e.off_reason is null and e.deleted_at is null and u.is_active)
    into endpoint
    from webhook_endpoints e join users u on u.id = e.user_id where e.id = p_endpoint;
  select jsonb_agg(jsonb_build_object(
           'id', id, 'messageId', message_id, 'body', body, 'attempts', attempts,
           'giveUpAt', give_up_at) order by next_attempt_at, id)
    into due
    from (select * from webhook_deliveries
           where endpoint_id = p_endpoint and status = 'pending' and next_attempt_at <= p_ctx.at
           order by next_attempt_at, id limit p_most) d;
end $$;

-- Writes down how a round of tries went. p_arrived: whether any of them arrived; failing for p_patience,
-- or p_gone, an endpoint is switched off.
create or replace function record_webhook_tries(
  p_ctx call_context, p_endpoint bigint, p_tries jsonb, p_arrived boolean, p_gone boolean,
  p_patience interval, out streams text[])
language plpgsql as $$
declare e webhook_endpoints;
begin
  update webhook_deliveries d set
         attempts = d.attempts + 1, status = t.status, next_attempt_at = t.next_attempt_at,
         request_url = t.url, response_status = t.response_status, response_body = t.response_body,
         error = t.error, duration_ms = t.duration_ms, attempted_at = t.attempted_at
    from jsonb_to_recordset(p_tries) as t (
           id bigint, status text, next_attempt_at timestamptz, url text, response_status integer,
           response_body text, error text, duration_ms integer, attempted_at timestamptz)
   where d.endpoint_id = p_endpoint and d.id = t.id and d.status = 'pending';
  select * into e from webhook_endpoints where id = p_endpoint;
  -- Switching off locks the user's stream, which comes before the endpoint.
  if p_gone then
    streams := switch_webhook_off(p_ctx, p_endpoint, 'gone');
  elsif not p_arrived and e.failing_since <= p_ctx.at - p_patience then
    streams := switch_webhook_off(p_ctx, p_endpoint, 'failing');
  end if;
  if p_arrived and e.failing_since is not null then
    update webhook_endpoints set failing_since = null where id = p_endpoint;
  elsif not p_arrived and e.failing_since is null then
    update webhook_endpoints set failing_since = p_ctx.at where id = p_endpoint;
  end if;
end $$;

-- Gives up what waits for an endpoint that is told nothing any more, some of it.
create or replace function drop_webhook_deliveries(
  p_ctx call_context, p_endpoint bigint, p_error text, p_most integer)
returns void language sql as $$
  update webhook_deliveries set status = 'failed', next_attempt_at = null, error = p_error
   where endpoint_id = p_endpoint and id in (
     select id from webhook_deliveries where endpoint_id = p_endpoint and status = 'pending'
      order by next_attempt_at, id limit p_most)
$$;

-- Gives a queue back. Whoever makes it due meanwhile waits for its row, or is waited for: what they have
-- written is seen by the statement after the one that locks it.
create or replace function leave_webhook_queue(
  p_ctx call_context, p_endpoint bigint, p_slow boolean)
returns void language plpgsql as $$
begin
  perform from webhook_queues where endpoint_id = p_endpoint for update;
  update webhook_queues set leased_until = null, slow = p_slow, due_at = (
    select next_attempt_at from webhook_deliveries
     where endpoint_id = p_endpoint and status = 'pending' order by next_attempt_at, id limit 1)
   where endpoint_id = p_endpoint;
end $$;

-- Has deliveries of an endpoint of the actor's tried again at once, for as long as a new one: p_id, or all that
-- were made since p_since and have ended, oldest first, at most p_most; p_failed: only what has failed.
create or replace function redeliver_webhooks(
  p_ctx call_context, p_endpoint bigint, p_id bigint, p_since timestamptz, p_failed boolean,
  p_most integer, p_give_up timestamptz, out redelivering integer, out until timestamptz)
language plpgsql as $$
begin
  with wanted as (
    select id from webhook_deliveries
     where p_id is not null and endpoint_id = p_endpoint and id = p_id
    union all
    (select id from webhook_deliveries
      where p_id is null and p_failed and endpoint_id = p_endpoint and created_at >= p_since
        and status = 'failed'
      order by created_at, id limit p_most)
    union all
    (select id from webhook_deliveries
      where p_id is null and not p_failed and endpoint_id = p_endpoint and created_at >= p_since
        and status <> 'pending'
      order by created_at, id limit p_most)),
  again as (
    update webhook_deliveries d set status = 'pending', next_attempt_at = p_ctx.at,
           give_up_at = greatest(d.give_up_at, p_give_up)
      from wanted where d.endpoint_id = p_endpoint and d.id = wanted.id
    returning d.created_at)
  select count(*), max(created_at) into redelivering, until from again;
  if redelivering < p_most then until := null; end if;
  perform wake_webhook_queue(p_endpoint, p_ctx.actor_id, p_ctx.at);
end $$;

-- Writes a test for an endpoint of the actor's.
create or replace function tell_webhook_test(
  p_ctx call_context, p_endpoint bigint, p_event text, p_body text, p_give_up timestamptz,
  out id bigint)
language plpgsql as $$
begin
  insert into webhook_deliveries (endpoint_id, event, body, next_attempt_at, give_up_at, created_at)
  values (p_endpoint, p_event, p_body, p_ctx.at, p_give_up, p_ctx.at)
  returning webhook_deliveries.id into tell_webhook_test.id;
  perform wake_webhook_queue(p_endpoint, p_ctx.actor_id, p_ctx.at);
end $$;

-- Removes at most p_most of what was made before p_before or belongs to an endpoint that was deleted,
-- and such an endpoint once nothing of it is left.
create or replace function remove_webhook_deliveries(
  p_ctx call_context, p_before timestamptz, p_most integer, out removed bigint)
language plpgsql as $$
declare v_endpoint bigint;
begin
  select id into v_endpoint from webhook_endpoints where deleted_at is not null order by id limit 1;
  with old as (
    (select endpoint_id, id from webhook_deliveries
      where created_at < p_before and status <> 'pending' limit p_most)
    union
    (select endpoint_id, id from webhook_deliveries where endpoint_id = v_endpoint limit p_most)),
  gone as (
    delete from webhook_deliveries d using old
     where d.endpoint_id = old.endpoint_id and d.id = old.id returning 1)
  select count(*) into removed from gone;
  if v_endpoint is not null and not exists (
    select from webhook_deliveries where endpoint_id = v_endpoint) then
    delete from webhook_queues where endpoint_id = v_endpoint;
    delete from webhook_endpoints where id = v_endpoint;
    removed := removed + 1;
  end if;
end $$;
