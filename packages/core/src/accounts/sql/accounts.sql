-- Bans a user or lets them in again; p_active null leaves that as it is. Whoever is banned has no
-- session left when this commits.
create or replace function set_user_active(p_ctx call_context, p_user bigint, p_active boolean)
returns text[] language plpgsql as $$
begin
  -- A log-in that is under way holds this row: it ends first, and its session is revoked below.
  update users set is_active = coalesce(p_active, is_active), updated_at = p_ctx.at where id = p_user;
  if p_active is not false then return '{}'; end if;
  update sessions set revoked_at = p_ctx.at where user_id = p_user and revoked_at is null;
  return record_event(p_ctx, array['sessions:' || p_user], 'session.revoked', '{}');
end $$;
