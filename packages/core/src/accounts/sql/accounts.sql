-- What whoever acts and whoever bans them take turns by.
create or replace function user_lock(p_user bigint) returns bigint language sql immutable as $$
  select hashtextextended('user ' || p_user, 0)
$$;

-- The caller of a deed, if they have not been banned since the request came in: it may have waited in
-- a queue since. A ban waits for deeds under way, and those that come after it find it here.
create or replace function acting(p_ctx call_context) returns call_context language plpgsql as $$
begin
  if p_ctx.actor_id is null then return p_ctx; end if;
  perform pg_advisory_xact_lock_shared(user_lock(p_ctx.actor_id));
  perform from users where id = p_ctx.actor_id and is_active;
  if not found then
    raise exception 'user % may not act any more', p_ctx.actor_id using errcode = 'SK401';
  end if;
  return p_ctx;
end $$;

-- Bans a user or lets them in again; p_active null leaves that as it is. Whoever is banned has no
-- session left when this commits.
create or replace function set_user_active(p_ctx call_context, p_user bigint, p_active boolean)
returns text[] language plpgsql as $$
begin
  if p_active is false then perform pg_advisory_xact_lock(user_lock(p_user)); end if;
  -- A log-in that is under way holds this row: it ends first, and its session is revoked below.
  update users set is_active = coalesce(p_active, is_active), updated_at = p_ctx.at where id = p_user;
  if p_active is not false then return '{}'; end if;
  update sessions set revoked_at = p_ctx.at where user_id = p_user and revoked_at is null;
  return record_event(p_ctx, array['sessions:' || p_user], 'session.revoked', '{}');
end $$;
