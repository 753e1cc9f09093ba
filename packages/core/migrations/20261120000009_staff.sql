
-- Rights that staff have taken from users. Without a row, somebody has the right.
create table user_restrictions (
  user_id bigint not null references users,
  what    text not null check (what in (
            'trade:btc', 'trade:ltc', 'trade:eth', 'trade:bnb', 'trade:usdt', 'trade:trx',
            'withdraw', 'deposit', 'transfer')),
  primary key (user_id, what)
);

-- The most that one deal may move: for everyone (user_id null), or instead of that for one user.
create table deal_limits (
  asset   text not null references ledger.assets,
  user_id bigint references users,
  maximum numeric(40,20) not null check (maximum > 0 and maximum < 'Infinity'),
  unique nulls not distinct (asset, user_id)
);

-- The most that one deal may be worth when it is paid in this way, in lower case.
create table payment_limits (
  method  text not null check (method = lower(btrim(method))),
  fiat    text not null check (fiat = lower(fiat)),
  maximum numeric(40,20) not null check (maximum > 0 and maximum < 'Infinity'),
  primary key (method, fiat)
);

create function is_restricted(p_user bigint, p_what text) returns boolean
language plpgsql stable as $$
begin
  return exists (select from user_restrictions where user_id = p_user and what = p_what);
end $$;

-- Why the user may not make a new deal of that amount: null when he may, else coin_disabled,
-- restricted, or 'limit <the most>'.
create function deal_refusal(p_user bigint, p_asset text, p_amount numeric) returns text
language plpgsql stable as $$
declare v_maximum numeric;
begin
  perform from ledger.assets where code = p_asset and enabled;
  if not found then return 'coin_disabled'; end if;
  if is_restricted(p_user, 'trade:' || p_asset) then return 'restricted'; end if;
  select maximum into v_maximum from deal_limits
   where asset = p_asset and (user_id = p_user or user_id is null)
   order by user_id nulls last limit 1;
  return case when p_amount > v_maximum then 'limit ' || trim_scale(v_maximum) end;
end $$;

-- Why a deal may not be paid in this way: null when it may, else 'limit <the most>'.
create function payment_refusal(p_method text, p_fiat text, p_fiat_amount numeric) returns text
language plpgsql stable as $$
declare v_maximum numeric;
begin
  select maximum into v_maximum from payment_limits
   where method = lower(btrim(p_method)) and fiat = lower(p_fiat);
  return case when p_fiat_amount > v_maximum then 'limit ' || trim_scale(v_maximum) end;
end $$;

-- What staff did, and to what. Append-only.
create table audit_log (
  id         bigint generated always as identity primary key,
  staff_id   bigint not null references users,
  action     text not null,
  subject    text not null,
  details    jsonb not null,
  address    text,
  created_at timestamptz not null
);
create index audit_log_staff on audit_log (staff_id, id);
create index audit_log_action on audit_log (action, id);
create index audit_log_subject on audit_log (subject, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% %', tg_table_name, tg_argv[0];
end $$;
create trigger append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change('is append-only');

-- Records what a member of staff does, in the transaction that does it. The action is named like an
-- event, by what has happened ('coin.enabled'); the subject is what it was done to, such as 'user:7'
-- or 'trade:12'; the address is where the request came from, if known.
create function record_audit(
  p_staff bigint, p_action text, p_subject text, p_details jsonb, p_at timestamptz,
  p_address text default null)
returns void language plpgsql as $$
begin
  insert into audit_log (staff_id, action, subject, details, address, created_at)
  values (p_staff, p_action, p_subject, coalesce(p_details, '{}'), p_address, p_at);
end $$;

-- The user whom staff name by UUID or by user number; null when there is none.
create function user_of(p_ref text) returns bigint language plpgsql stable as $$
begin
  return case when p_ref ~ '^\d+$' then (select id from users where id = p_ref::bigint)
              else (select id from users where uuid = p_ref::uuid) end;
end $$;

-- A user as staff see him beside what is his.
create view user_briefs as
select id as user_id,
       jsonb_build_object('id', id, 'uuid', uuid, 'username', username, 'email', email,
                          'firstName', first_name, 'lastName', last_name) as brief
  from users;

-- Switches a coin on or off for anything new. False when there is no such coin.
create function switch_coin(
  p_staff bigint, p_asset text, p_enabled boolean, p_at timestamptz, p_address text)
returns boolean language plpgsql as $$
begin
  update ledger.assets set enabled = p_enabled where code = p_asset;
  if not found then return false; end if;
  perform record_audit(p_staff, case when p_enabled then 'coin.enabled' else 'coin.disabled' end,
                       'coin:' || p_asset, '{}', p_at, p_address);
  return true;
end $$;

-- Gives rights to a user and takes others; p_active null leaves that as it is. Whoever is banned has
-- no session left when this commits. outcome: done, unknown or own_ban.
create function change_user_settings(
  p_staff bigint, p_ref text, p_active boolean, p_give text[], p_take text[], p_details jsonb,
  p_at timestamptz, p_address text)
returns table (outcome text, user_id bigint) language plpgsql as $$
#variable_conflict use_column
declare v_user bigint := user_of(p_ref);
begin
  if v_user is null then return query select 'unknown', null::bigint; return; end if;
  if v_user = p_staff and p_active is false then
    return query select 'own_ban', v_user; return;
  end if;
  -- A log-in that is under way holds this row: it ends first, and its session is revoked below.
  update users set is_active = coalesce(p_active, is_active), updated_at = p_at where id = v_user;
  delete from user_restrictions where user_id = v_user and what = any (p_give);
  insert into user_restrictions (user_id, what) select v_user, unnest(p_take)
  on conflict do nothing;
  if p_active is false then
    update sessions set revoked_at = p_at where user_id = v_user and revoked_at is null;
    perform record_event(array['sessions:' || v_user], 'session.revoked', '{}', p_staff, p_at);
  end if;
  perform record_audit(
    p_staff, 'settings.updated', 'user:' || v_user, p_details, p_at, p_address);
  return query select 'done', v_user;
end $$;

-- Sets the most that a deal may be, of a coin or by a way of paying; p_maximum null removes it.
-- Returns it as it stands then.
create function set_limit(
  p_staff bigint, p_asset text, p_user bigint, p_method text, p_fiat text, p_maximum numeric,
  p_at timestamptz, p_address text)
returns text language plpgsql as $$
declare v_maximum text := trim_scale(p_maximum)::text;
begin
  if p_asset is not null then
    delete from deal_limits where asset = p_asset and user_id is not distinct from p_user;
    insert into deal_limits (asset, user_id, maximum)
    select p_asset, p_user, p_maximum where p_maximum is not null
    on conflict (asset, user_id) do update set maximum = excluded.maximum;
  else
    delete from payment_limits where method = p_method and fiat = p_fiat;
    insert into payment_limits (method, fiat, maximum)
    select p_method, p_fiat, p_maximum where p_maximum is not null
    on conflict (method, fiat) do update set maximum = excluded.maximum;
  end if;
  perform record_audit(
    p_staff, 'limit.set',
    coalesce('user:' || p_user, 'coin:' || p_asset, 'payment:' || p_method),
    jsonb_strip_nulls(jsonb_build_object('coin', p_asset, 'paymentMethod', p_method,
      'fiatCurrency', p_fiat)) || jsonb_build_object('maximum', v_maximum),
    p_at, p_address);
  return v_maximum;
end $$;
