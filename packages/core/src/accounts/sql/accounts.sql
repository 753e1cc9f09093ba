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

-- Mails the code that verifies a user's address, p_code unless it has one already. An address gets
-- two such mails at most, whoever asks: the code is the same, and good for whoever reads it.
-- outcome: done, none (no address), verified, taken (by somebody else) or used_up.
create or replace function send_email_code(
  p_ctx call_context, p_user bigint, p_code text, out outcome text)
language plpgsql as $$
declare u users; v_code text;
begin
  select * into u from users where id = p_user;
  outcome := case
    when u.email_key is null then 'none'
    when not u.email_unverified then 'verified'
    when exists (select from users where email_key = u.email_key and not email_unverified)
    then 'taken' end;
  if outcome is not null then return; end if;
  insert into email_codes as known (email_key, code, mails, created_at)
  values (u.email_key, p_code, 1, p_ctx.at)
  on conflict (email_key) do update set mails = known.mails + 1 where known.mails < 2
  returning code into v_code;
  if v_code is null then outcome := 'used_up'; return; end if;
  perform enqueue_mail(p_ctx, u.id, 'email.verify', jsonb_build_object('code', v_code));
  outcome := 'done';
end $$;

-- Gives the actor the address that they have shown to be theirs; who else named it has none then.
-- outcome: done, none, verified or wrong.
create or replace function verify_email(p_ctx call_context, p_code text, out outcome text)
language plpgsql as $$
declare u users;
begin
  select * into u from users where id = p_ctx.actor_id;
  outcome := case when u.email_key is null then 'none'
                  when not u.email_unverified then 'verified' end;
  if outcome is not null then return; end if;
  delete from email_codes where email_key = u.email_key and code = p_code;
  if not found then outcome := 'wrong'; return; end if;
  update users set email = null, email_key = null, email_unverified = false, updated_at = p_ctx.at
   where email_key = u.email_key and email_unverified and id <> u.id;
  update users set email_unverified = false, updated_at = p_ctx.at where id = u.id;
  outcome := 'done';
end $$;

-- Turns off the second factor of somebody who has lost it; who they are, two members of staff have
-- made sure of. Their sessions end: whoever asked may not have been them.
-- outcome: done, waits, own, off (they have none) or unknown.
create or replace function reset_two_factor(
  p_ctx call_context, p_user text, out outcome text, out streams text[])
language plpgsql as $$
declare v_user bigint := find_user(p_user); v_subject text := 'user:' || v_user;
begin
  outcome := case when v_user is null then 'unknown'
                  when v_user = p_ctx.actor_id then 'own'
                  when not (select two_factor_enabled from users where id = v_user) then 'off' end;
  if outcome is not null then return; end if;
  -- The shell is no member: whoever has it has the database.
  if p_ctx.actor_id is not null and not is_confirmed(p_ctx, 'two_factor.reset', v_subject, '{}') then
    outcome := 'waits'; return;
  end if;
  perform forget_second_factor(v_user);
  update users set two_factor_enabled = false, two_factor_releases = false, updated_at = p_ctx.at
   where id = v_user;
  update sessions set revoked_at = p_ctx.at where user_id = v_user and revoked_at is null;
  streams := record_event(p_ctx, array['sessions:' || v_user], 'session.revoked', '{}');
  perform enqueue_mail(p_ctx, v_user, 'two-factor.off', '{}');
  if p_ctx.actor_id is not null then
    perform record_audit(p_ctx, 'two_factor.reset', v_subject, '{}');
  end if;
  outcome := 'done';
end $$;
