-- Switches a coin on or off for anything new. known: whether there is such a coin.
create or replace function switch_coin(
  p_ctx call_context, p_asset text, p_enabled boolean, out known boolean)
language plpgsql as $$
begin
  known := ledger.enable_asset(p_asset, p_enabled);
  if not known then return; end if;
  perform record_audit(p_ctx, case when p_enabled then 'coin.enabled' else 'coin.disabled' end,
                       'coin:' || p_asset, '{}');
end $$;

-- Gives rights to a user and takes others; p_active null leaves that as it is.
-- What is done to staff, two of them must want: until the second does, nothing changes (waits).
-- outcome: done, waits, unknown or own_ban.
create or replace function change_user_settings(
  p_ctx call_context, p_user text, p_active boolean, p_give text[], p_take text[],
  p_details jsonb, out outcome text, out streams text[])
language plpgsql as $$
declare v_user bigint := find_user(p_user);
begin
  outcome := case when v_user is null then 'unknown'
                  when v_user = p_ctx.actor_id and p_active is false then 'own_ban' end;
  if outcome is not null then return; end if;
  if takes_two(p_ctx, v_user)
     and not is_confirmed(p_ctx, 'settings.updated', 'user:' || v_user, p_details) then
    outcome := 'waits'; return;
  end if;
  streams := set_user_active(p_ctx, v_user, p_active);
  perform change_restrictions(v_user, p_give, p_take);
  perform record_audit(p_ctx, 'settings.updated', 'user:' || v_user, p_details);
  outcome := 'done';
end $$;
