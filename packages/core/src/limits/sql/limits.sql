-- How large a deal may be.

-- Why the user may not make a new deal of that amount: null when they may, else coin_disabled,
-- restricted, or 'limit <the most>'.
create or replace function deal_refusal(p_user bigint, p_asset text, p_amount numeric) returns text
language plpgsql stable as $$
declare v_maximum numeric;
begin
  -- On the way of every deal: look-ups by key alone, each a few microseconds.
  perform from ledger.assets where code = p_asset and enabled;
  if not found then return 'coin_disabled'; end if;
  perform from user_restrictions where user_id = p_user and what = 'trade:' || p_asset;
  if found then return 'restricted'; end if;
  select maximum into v_maximum from deal_limits where asset = p_asset and user_id = p_user;
  if not found then
    select maximum into v_maximum from deal_limits where asset = p_asset and user_id is null;
  end if;
  return case when p_amount > v_maximum then 'limit ' || trim_scale(v_maximum) end;
end $$;

-- How many deals of a kind somebody may have begun: p_caps is {"new": 3, "proven": 50}, proven from the
-- first completed deal on; null for no cap. Whoever begins several at once begins one after another.
create or replace function cap_of(p_user bigint, p_caps jsonb) returns integer language plpgsql as $$
begin
  if p_caps is null then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended('deals ' || p_user, 0));
  return (p_caps ->> case when exists (select from proven_users where user_id = p_user)
                          then 'proven' else 'new' end)::integer;
end $$;

-- Remembers who has completed a deal.
create or replace function prove(p_users bigint[]) returns void language plpgsql as $$
begin
  insert into proven_users select id from unnest(p_users) id order by id on conflict do nothing;
end $$;

-- Why a deal may not be paid in this way: null when it may, else 'limit <the most>'.
create or replace function payment_refusal(p_method text, p_fiat text, p_fiat_amount numeric)
returns text language plpgsql stable as $$
declare v_maximum numeric;
begin
  select maximum into v_maximum from payment_limits
   where method = lower(btrim(p_method)) and fiat = lower(p_fiat);
  return case when p_fiat_amount > v_maximum then 'limit ' || trim_scale(v_maximum) end;
end $$;

-- Sets the most that a deal may be, of a coin or by a way of paying; p_maximum null removes it. That of a
-- member of staff, two of them must want: until the second does, nothing changes (waits).
-- Returns it as it stands then.
create or replace function set_limit(
  p_ctx call_context, p_asset text, p_user bigint, p_method text, p_fiat text, p_maximum numeric,
  out maximum text, out waits boolean)
language plpgsql as $$
#variable_conflict use_column
declare v_subject text := coalesce('user:' || p_user, 'coin:' || p_asset, 'payment:' || p_method);
        v_details jsonb := jsonb_strip_nulls(jsonb_build_object('coin', p_asset, 'paymentMethod', p_method,
          'fiatCurrency', p_fiat)) || jsonb_build_object('maximum', trim_scale(p_maximum)::text);
begin
  waits := takes_two(p_ctx, p_user)
           and not is_confirmed(p_ctx, 'limit.set', v_subject, v_details);
  if waits then
    select trim_scale(l.maximum)::text into maximum from deal_limits l
     where l.asset = p_asset and l.user_id = p_user;
    return;
  end if;
  if p_asset is not null then
    delete from deal_limits
     where asset = p_asset and (user_id = p_user or (p_user is null and user_id is null));
    insert into deal_limits (asset, user_id, maximum)
    select p_asset, p_user, p_maximum where p_maximum is not null
    on conflict (asset, user_id) do update set maximum = excluded.maximum;
  else
    delete from payment_limits where method = p_method and fiat = p_fiat;
    insert into payment_limits (method, fiat, maximum)
    select p_method, p_fiat, p_maximum where p_maximum is not null
    on conflict (method, fiat) do update set maximum = excluded.maximum;
  end if;
  maximum := trim_scale(p_maximum)::text;
  perform record_audit(p_ctx, 'limit.set', v_subject, v_details);
end $$;
