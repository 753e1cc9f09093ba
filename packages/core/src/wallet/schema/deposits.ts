/** What comes in from the chains. */
export const DEPOSITS = /* sql */ `
-- Chains write transaction ids in hexadecimal, some with 0x before them: the same id is one key.
create function transaction_key(p_transaction text) returns text language sql immutable as $$
  select regexp_replace(lower(btrim(p_transaction)), '^0x', '')
$$;

create table deposits (
  id             uuid primary key default gen_random_uuid(),
  user_id        bigint not null references users,
  asset          text not null references ledger.assets,
  amount         numeric(40,20) not null check (amount > 0),
  status         text not null default 'pending' check (status in ('pending', 'credited', 'rejected')),
  address        text,
  from_address   text,
  transaction_id text check (transaction_id is not null or status <> 'credited'),
  reason         text,
  decided_by     bigint references users,
  created_at     timestamptz not null,
  updated_at     timestamptz not null
);
create index deposits_newest on deposits (created_at, id);
create index deposits_user on deposits (user_id, created_at, id);
-- Anybody may announce any transaction, but it is credited once.
create unique index deposits_credited_once on deposits (asset, transaction_key(transaction_id))
  where status = 'credited';

-- A deposit as the contract shows it; amounts as text, so that no digit is lost on the way.
create view deposit_view as
select id, user_id as "userId", asset as currency, trim_scale(amount)::text as amount, status,
       address, from_address as "fromAddress", transaction_id as "transactionId", reason,
       created_at as "createdAt", updated_at as "updatedAt"
  from deposits;

-- Announces a deposit. outcome: done, or the refusal.
create function announce_deposit(
  p_user bigint, p_asset text, p_amount numeric, p_address text, p_from_address text,
  p_transaction text, p_at timestamptz)
returns table (outcome text, deposit jsonb) language plpgsql as $$
declare v_id uuid; v_refusal text := money_refusal(p_user, p_asset, 'deposit');
begin
  if v_refusal is not null then return query select v_refusal, null::jsonb; return; end if;
  insert into deposits
    (user_id, asset, amount, address, from_address, transaction_id, created_at, updated_at)
  values (p_user, p_asset, p_amount, p_address, p_from_address, p_transaction, p_at, p_at)
  returning id into v_id;
  select to_jsonb(v) into deposit from deposit_view v where v.id = v_id;
  perform record_event(array['user:' || p_user], 'deposit.announced', deposit, p_user, p_at);
  return query select 'done', deposit;
end $$;

-- Records what became of a deposit, for its owner and, where staff decided, in the audit log.
create function note_deposit(
  p_deposit uuid, p_event text, p_actor bigint, p_at timestamptz, p_address text)
returns jsonb language plpgsql as $$
declare d deposits; v_deposit jsonb;
begin
  select * into d from deposits where id = p_deposit;
  select to_jsonb(v) into v_deposit from deposit_view v where v.id = p_deposit;
  perform record_event(array['user:' || d.user_id], p_event, v_deposit, p_actor, p_at);
  if p_event = 'deposit.credited' then
    perform queue_mail(d.user_id, p_event, jsonb_build_object(
      'amount', trim_scale(d.amount)::text, 'coin', d.asset), p_at);
  end if;
  if p_actor is not null then
    perform record_audit(p_actor, p_event, 'deposit:' || d.id, jsonb_strip_nulls(jsonb_build_object(
      'user', d.user_id, 'coin', d.asset, 'amount', trim_scale(d.amount)::text,
      'transactionId', d.transaction_id, 'reason', d.reason)), p_at, p_address);
  end if;
  return v_deposit;
end $$;

-- Credits what came in from a chain: an announced deposit (p_deposit), or whatever of this user's
-- fits the transaction, and if nothing does, a new one. The same transaction again changes nothing.
-- outcome: done, again (it had been credited), unknown, refused, transaction_needed,
-- credited_elsewhere (to another deposit), or too_fine (more decimals than the coin has).
create function credit_deposit(
  p_deposit uuid, p_user bigint, p_asset text, p_amount numeric, p_transaction text,
  p_actor bigint, p_staff boolean, p_from text[], p_role text[], p_to text[],
  p_at timestamptz, p_address text)
returns table (outcome text, deposit jsonb) language plpgsql as $$
declare d deposits; v_before deposits; v_asset text := p_asset; v_key text; v_to text;
begin
  if p_deposit is not null then
    select * into d from deposits where id = p_deposit;
    if not found then return query select 'unknown', null::jsonb; return; end if;
    v_asset := d.asset;
  end if;
  v_key := transaction_key(coalesce(p_transaction, d.transaction_id));
  if v_key is null then return query select 'transaction_needed', null::jsonb; return; end if;
  perform from ledger.assets where code = v_asset and scale(trim_scale(p_amount)) > decimals;
  if found then return query select 'too_fine', null::jsonb; return; end if;
  -- Those who credit the same transaction go one after another.
  perform pg_advisory_xact_lock(hashtextextended(v_asset || ' ' || v_key, 0));
  select * into v_before from deposits
   where asset = v_asset and transaction_key(transaction_id) = v_key and status = 'credited';
  if found then
    return query select case when v_before.id = p_deposit or v_before.user_id = p_user
                             then 'again' else 'credited_elsewhere' end,
                        to_jsonb(v) from deposit_view v where v.id = v_before.id;
    return;
  end if;
  d := deposit_to_credit(p_deposit, p_user, v_asset, p_amount, p_transaction, p_at);
  select p_to[i] into v_to from generate_subscripts(p_from, 1) i
   where p_from[i] = d.status and p_role[i] = money_role(p_actor, d.user_id, p_staff);
  if not found then
    return query select 'refused', refused_deposit(d.id, p_actor, p_staff); return;
  end if;
  update deposits set status = v_to, amount = coalesce(p_amount, amount),
         transaction_id = coalesce(p_transaction, transaction_id), decided_by = p_actor,
         updated_at = p_at
   where id = d.id returning * into d;
  perform ledger.transfer(null, 'deposits', d.user_id, 'main', d.asset, d.amount,
                          'deposit.credited', 'deposit:' || d.id, p_at);
  return query select 'done', note_deposit(d.id, 'deposit.credited', p_actor, p_at, p_address);
end $$;

-- A deposit that somebody cannot decide on, with what he is to it.
create function refused_deposit(p_deposit uuid, p_actor bigint, p_staff boolean) returns jsonb
language sql stable as $$
  select to_jsonb(v) || jsonb_build_object('role', money_role(p_actor, v."userId", p_staff))
    from deposit_view v where v.id = p_deposit
$$;

-- The deposit that a transaction belongs to, locked; written now if nobody had announced it.
create function deposit_to_credit(
  p_deposit uuid, p_user bigint, p_asset text, p_amount numeric, p_transaction text,
  p_at timestamptz)
returns deposits language plpgsql as $$
declare d deposits;
begin
  select * into d from deposits
   where id = p_deposit
      or p_deposit is null and user_id = p_user and asset = p_asset and status = 'pending'
         and transaction_key(transaction_id) = transaction_key(p_transaction)
   order by created_at limit 1 for no key update;
  if not found then
    insert into deposits (user_id, asset, amount, transaction_id, created_at, updated_at)
    values (p_user, p_asset, p_amount, p_transaction, p_at, p_at) returning * into d;
  end if;
  return d;
end $$;

-- Rejects an announced deposit. outcome: done, unknown or refused.
create function reject_deposit(
  p_deposit uuid, p_actor bigint, p_reason text, p_from text[], p_role text[], p_to text[],
  p_at timestamptz, p_address text)
returns table (outcome text, deposit jsonb) language plpgsql as $$
declare d deposits; v_to text;
begin
  select * into d from deposits where id = p_deposit for no key update;
  if not found then return query select 'unknown', null::jsonb; return; end if;
  select p_to[i] into v_to from generate_subscripts(p_from, 1) i
   where p_from[i] = d.status and p_role[i] = money_role(p_actor, d.user_id, true);
  if not found then
    return query select 'refused', refused_deposit(d.id, p_actor, true); return;
  end if;
  update deposits set status = v_to, reason = p_reason, decided_by = p_actor, updated_at = p_at
   where id = d.id;
  return query select 'done', note_deposit(d.id, 'deposit.rejected', p_actor, p_at, p_address);
end $$;
`
