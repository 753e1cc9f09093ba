-- What people look for. Locks are taken in one order: the request, its offers (by number), the event streams.

-- Somebody as others see them beside a request.
create or replace function request_person(u users) returns jsonb language sql stable as $$
  select jsonb_build_object('id', u.id, 'username', u.username, 'avatar', avatar_of(u),
                            'isSeller', exists (select from sellers where user_id = u.id))
$$;

-- How things stand with a request: past its time it is open no more, whether or not its job has run.
create or replace function request_status(r requests, p_at timestamptz) returns text
language sql immutable as $$
  select case when r.status = 'OPEN' and r.expires_at <= p_at then 'EXPIRED' else r.status end
$$;

-- A request as the contract shows it, but for what its time makes of its status, and its offers.
create or replace view request_view as
select r.id, r.user_id as "userId", u.person as "user", r.title, r.description,
       trim_scale(r.budget)::text as budget, r.status, coalesce(v.views, 0) as views,
       (select count(*) from request_offers o where o.request_id = r.id and o.status = 'PENDING')
         as "offerCount",
       r.metadata, u.is_active and r.status <> 'DELETED' as "isShown", r.expires_at as "expiresAt",
       r.created_at as "createdAt", r.updated_at as "updatedAt"
  from requests r
       cross join lateral (select u.is_active, request_person(u) as person from users u
                            where u.id = r.user_id limit 1) u
       left join request_views v on v.request_id = r.id;

-- Has a request looked at when its time is over.
create or replace function schedule_request_expiry(
  p_ctx call_context, p_request bigint, p_expires_at timestamptz, out scheduled boolean)
language plpgsql as $$
begin
  perform enqueue_job(p_ctx, 'request.expire', jsonb_build_object('requestId', p_request), p_expires_at);
  scheduled := true;
end $$;

-- Whether somebody may have one open request more. Whoever opens several at once opens one after another.
create or replace function may_open_request(p_ctx call_context, p_most integer, out allowed boolean)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('requests ' || p_ctx.actor_id, 0));
  allowed := p_most > (select count(*) from (select from requests
    where user_id = p_ctx.actor_id and status = 'OPEN' limit p_most) open);
end $$;

-- What the actor is to a request; a member of staff who has asked is only that.
create or replace function request_role(p_ctx call_context, r requests) returns text
language sql immutable as $$
  select case when p_ctx.actor_id is null then 'system'
              when p_ctx.actor_id = r.user_id then 'asker'
              when p_ctx.is_staff then 'staff' else 'other' end
$$;

-- Tells users of something about a request that they have not done themselves. Their streams are held before,
-- all of them: see hold_users.
create or replace function tell_of_request(
  p_ctx call_context, p_users bigint[], p_type text, p_text text, p_data jsonb)
returns void language plpgsql as $$
begin
  perform notify(p_ctx, told, p_type, initcap(replace(p_type, '_', ' ')), p_text, p_data)
    from unnest(p_users) told;
end $$;

-- Locks the streams of users as recording in them does, in the order of their names. Returns them.
create or replace function hold_users(p_users bigint[]) returns text[] language plpgsql as $$
declare v_streams text[] := array(
  select distinct 'user:' || told as name from unnest(p_users) told where told is not null order by name);
begin
  perform hold_stream(name) from unnest(v_streams) name;
  return v_streams;
end $$;

-- Rejects the offers on a locked request that wait, but p_except. Returns whose they were.
create or replace function reject_waiting_offers(
  p_ctx call_context, p_request bigint, p_except bigint)
returns bigint[] language plpgsql as $$
declare v_sellers bigint[];
begin
  with rejected as (
    update request_offers set status = 'REJECTED', updated_at = p_ctx.at
     where request_id = p_request and status = 'PENDING' and id is distinct from p_except
    returning seller_id)
  select array_agg(seller_id) into v_sellers from rejected;
  return coalesce(v_sellers, '{}');
end $$;

-- Applies the rule that fits the request's status and the actor's role (see transition_trade). p_expires_at is
-- until when one is open again whose time was over, p_most how many somebody may have open.
-- outcome: done, unknown, refused (no rule fits; role and status say why), early (time came too soon and
-- will come again) or too_many.
create or replace function transition_request(
  p_ctx call_context, p_request bigint, p_action text, p_expires_at timestamptz, p_most integer,
  p_when text[], p_to text[], out outcome text, out role text, out status text, out streams text[])
language plpgsql as $$
#variable_conflict use_column
declare r requests; v_rule integer; v_sellers bigint[];
begin
  select * into r from requests where id = p_request for no key update;
  if r.id is null or r.status = 'DELETED' then outcome := 'unknown'; return; end if;
  role := request_role(p_ctx, r);
  -- Time itself goes by what is written, to write what is over.
  status := case when role = 'system' then r.status else request_status(r, p_ctx.at) end;
  v_rule := array_position(p_when, status || '/' || role);
  outcome := case when v_rule is null then 'refused'
                  when role = 'system' and r.expires_at > p_ctx.at then 'early' end;
  if outcome = 'early' then perform schedule_request_expiry(p_ctx, r.id, r.expires_at); end if;
  if outcome is null and p_action = 'reopen'
     and not (select m.allowed from may_open_request(p_ctx, p_most) m) then outcome := 'too_many'; end if;
  if outcome is not null then return; end if;

  if p_action = 'reopen' and r.expires_at <= p_ctx.at then
    r.expires_at := p_expires_at;
    perform schedule_request_expiry(p_ctx, r.id, r.expires_at);
  end if;
  status := p_to[v_rule];
  update requests set status = p_to[v_rule], expires_at = r.expires_at, updated_at = p_ctx.at
   where id = r.id;
  if role = 'staff' then
    perform record_audit(p_ctx, case p_action when 'close' then 'request.closed' else 'request.deleted' end,
                         'request:' || r.id, jsonb_build_object('userId', r.user_id, 'title', r.title));
  end if;
  v_sellers := reject_waiting_offers(p_ctx, r.id, null);
  streams := hold_users(v_sellers || r.user_id);
  perform tell_of_request(p_ctx, v_sellers, 'REQUEST_ENDED',
    '"' || r.title || '" is open no more', jsonb_build_object('requestId', r.id));
  if p_action in ('expire', 'close', 'delete') then
    perform tell_of_request(p_ctx, array[r.user_id],
      case p_action when 'expire' then 'REQUEST_EXPIRED' else 'REQUEST_CLOSED' end,
      'Your request "' || r.title || case p_action when 'expire' then '" has expired'
        else '" was closed by staff' end, jsonb_build_object('requestId', r.id));
  end if;
  outcome := 'done';
end $$;
