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

-- Which of several users may act; until the transaction ends none of them is banned.
create or replace function acting_users(p_users bigint[]) returns bigint[] language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(user_lock(id))
     from (select distinct unnest(p_users) as id order by id) u;
  return array(select id from users where id = any (p_users) and is_active);
end $$;
