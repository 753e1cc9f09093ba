-- What endpoints are told. Nobody holds a lock of these while something is sent.

-- Makes queues of a user's endpoints due, and the user for a turn. A queue comes before the line in which its
-- user waits. One that rests is woken by its owner alone (p_is_asked).
create or replace function wake_webhook_queues(
  p_endpoints bigint[], p_user bigint, p_at timestamptz, p_is_asked boolean)
returns void language sql as $$
  with woken as (
    insert into webhook_queues as q (endpoint_id, user_id, due_at)
    select endpoint, p_user, p_at from unnest(p_endpoints) as endpoint order by endpoint
    on conflict (endpoint_id) do update set
      rests_until = case when not p_is_asked then q.rests_until end,
      due_at = least(
        q.due_at, greatest(excluded.due_at, case when not p_is_asked then q.rests_until end))
    returning slow, due_at)
  insert into webhook_lines as l (user_id, slow, due_at)
  select p_user, slow, greatest(min(due_at), p_at) from woken group by slow order by slow
  on conflict (user_id, slow) do update set due_at = least(l.due_at, excluded.due_at)
$$;

-- Writes what the endpoints of a user are to be told of their stream after p_from, up to p_to; p_told is
-- a list of {endpoint, seq, event, body}. Where another process has come further meanwhile, nothing. An
-- endpoint that has been switched off since it was looked at is not told.
create or replace function tell_webhooks(
  p_ctx call_context, p_user bigint, p_from bigint, p_to bigint, p_told jsonb, p_give_up timestamptz)
returns void language plpgsql as $$
declare v_endpoints bigint[];
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
  select array_agg(distinct endpoint_id) into v_endpoints from told;
  perform wake_webhook_queues(v_endpoints, p_user, p_ctx.at, false);
end $$;

-- Takes queues in which something is due, until p_until: at most p_most, one after another of those users who
-- have waited longest for their turn, and so that nobody has more than p_each under way. Whoever is taking
-- from a user, or is at a queue, is not waited for. Whoever dies meanwhile leaves them to others then.
create or replace function take_webhook_queues(
  p_ctx call_context, p_slow boolean, p_most integer, p_each integer, p_until timestamptz,
  out taken jsonb)
language plpgsql as $$
declare v_taken bigint[] := '{}'; v_user bigint; v_endpoint bigint;
begin
  -- Of those who had nothing after all, a few more.
  for look in 1 .. 2 * p_most loop
    exit when cardinality(v_taken) = p_most;
    select user_id into v_user from webhook_lines
     where slow = p_slow and due_at <= p_ctx.at order by due_at limit 1 for update skip locked;
    exit when not found;
    with next as (
      select endpoint_id from webhook_queues
       where user_id = v_user and slow = p_slow and due_at <= p_ctx.at
         and (leased_until is null or leased_until <= p_ctx.at)
         and p_each > (select count(*) from webhook_queues
                        where user_id = v_user and leased_until > p_ctx.at)
       order by due_at, endpoint_id limit 1 for update skip locked)
    update webhook_queues q set leased_until = p_until from next
     where q.endpoint_id = next.endpoint_id returning q.endpoint_id into v_endpoint;
    if v_endpoint is not null then v_taken := v_taken || v_endpoint; end if;
    -- Back to the end of the line, or away until there is something to take.
    update webhook_lines set due_at = (
      select greatest(
               min(greatest(due_at, leased_until)) filter (where slow = p_slow),
               case when count(*) filter (where leased_until > p_ctx.at) >= p_each
                    then min(leased_until) filter (where leased_until > p_ctx.at) end,
               p_ctx.at + case when v_endpoint is null then interval '0.1 s' else '0' end)
        from webhook_queues where user_id = v_user and due_at is not null
      having bool_or(slow = p_slow))
     where user_id = v_user and slow = p_slow;
  end loop;
  taken := to_jsonb(v_taken);
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
           'isOn', e.off_reason is null and e.deleted_at is null and u.is_active,
           'isFailing', e.failing_since is not null)
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
-- or p_gone, an endpoint is switched off. While it fails it is left alone for longer and longer between rounds,
-- and what has waited for as long as it is to be tried is given up, untried if need be.
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
  update webhook_queues set rests_until = case when not p_arrived and streams is null then p_ctx.at + least(
           greatest((p_ctx.at - e.failing_since) / 10, interval '1 s'), interval '5 min') end
   where endpoint_id = p_endpoint;
  if not p_arrived then
    update webhook_deliveries set status = 'failed', next_attempt_at = null,
           error = coalesce(error, 'Nothing arrived there for as long as it was to be tried')
     where endpoint_id = p_endpoint and id in (
       select id from (
         select id, give_up_at from webhook_deliveries
          where endpoint_id = p_endpoint and status = 'pending'
          order by next_attempt_at, id limit 1000) waiting
        where give_up_at <= p_ctx.at);
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
-- written is seen by the statement after the one that locks it. Its user may have waited for it.
create or replace function leave_webhook_queue(
  p_ctx call_context, p_endpoint bigint, p_slow boolean)
returns void language plpgsql as $$
declare v_user bigint;
begin
  perform from webhook_queues where endpoint_id = p_endpoint for update;
  update webhook_queues q set leased_until = null, slow = p_slow, due_at = (
    select greatest(next_attempt_at, q.rests_until) from webhook_deliveries
     where endpoint_id = p_endpoint and status = 'pending' order by next_attempt_at, id limit 1)
   where endpoint_id = p_endpoint returning user_id into v_user;
  insert into webhook_lines as l (user_id, slow, due_at)
  select v_user, slow, greatest(min(greatest(due_at, leased_until)), p_ctx.at)
    from webhook_queues where user_id = v_user and due_at is not null group by slow order by slow
  on conflict (user_id, slow) do update set due_at = least(l.due_at, excluded.due_at);
end $$;

-- Keeps queues until p_until that are being worked on.
create or replace function keep_webhook_queues(
  p_ctx call_context, p_endpoints bigint[], p_until timestamptz)
returns void language sql as $$
  update webhook_queues set leased_until = p_until where endpoint_id in (
    select endpoint_id from webhook_queues
     where endpoint_id = any (p_endpoints) and leased_until is not null for update skip locked)
$$;

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
  perform wake_webhook_queues(array[p_endpoint], p_ctx.actor_id, p_ctx.at, true);
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
  perform wake_webhook_queues(array[p_endpoint], p_ctx.actor_id, p_ctx.at, true);
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
      where created_at < p_before and status <> 'pending' order by created_at limit p_most)
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
