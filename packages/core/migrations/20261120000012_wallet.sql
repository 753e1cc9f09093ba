
select pgboss.create_queue('withdrawal.pay', jsonb_build_object(
  'policy', 'standard', 'retryLimit', 1000000, 'retryDelay', 15, 'retryBackoff', true,
  'retryDelayMax', 3600, 'expireInSeconds', 600, 'retentionSeconds', 315360000,
  'deleteAfterSeconds', 86400));

create table wallet_transfers (
  id          uuid primary key default gen_random_uuid(),
  user_id     bigint not null references users,
  asset       text not null references ledger.assets,
  amount      numeric(40,20) not null check (amount > 0),
  from_wallet text not null,
  to_wallet   text not null check (to_wallet <> from_wallet),
  created_at  timestamptz not null
);
create index wallet_transfers_newest on wallet_transfers (created_at, id);
create index wallet_transfers_user on wallet_transfers (user_id, created_at, id);

-- Why somebody may not do this with the coin just now: coin_disabled, restricted or null.
create function money_refusal(p_user bigint, p_asset text, p_what text) returns text
language plpgsql stable as $$
begin
  perform from ledger.assets where code = p_asset and enabled;
  if not found then return 'coin_disabled'; end if;
  return case when is_restricted(p_user, p_what) then 'restricted' end;
end $$;

-- Moves money between somebody's two wallets. outcome: done, insufficient_funds, or the refusal.
create function transfer_between_wallets(
  p_user bigint, p_asset text, p_amount numeric, p_from text, p_to text, p_at timestamptz)
returns table (outcome text, transfer jsonb) language plpgsql as $$
declare v_id uuid := gen_random_uuid(); v_refusal text := money_refusal(p_user, p_asset, 'transfer');
begin
  if v_refusal is not null then return query select v_refusal, null::jsonb; return; end if;
  if not ledger.transfer(p_user, p_from, p_user, p_to, p_asset, p_amount, 'wallet.transferred',
                         'wallet-transfer:' || v_id, p_at) then
    return query select 'insufficient_funds', null::jsonb; return;
  end if;
  insert into wallet_transfers (id, user_id, asset, amount, from_wallet, to_wallet, created_at)
  values (v_id, p_user, p_asset, p_amount, p_from, p_to, p_at);
  transfer := jsonb_build_object(
    'id', v_id, 'currency', p_asset, 'amount', trim_scale(p_amount)::text,
    'from', p_from, 'to', p_to, 'createdAt', p_at);
  perform record_event(array['user:' || p_user], 'wallet.transferred', transfer, p_user, p_at);
  return query select 'done', transfer;
end $$;

-- What somebody is to what belongs to p_owner; p_actor null is Souk itself.
create function money_role(p_actor bigint, p_owner bigint, p_staff boolean) returns text
language sql immutable as $$
  select case when p_actor is null then 'system' when p_actor = p_owner then 'owner'
              when p_staff then 'staff' else 'other' end
$$;


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


create table withdrawals (
  id               uuid primary key default gen_random_uuid(),
  user_id          bigint not null references users,
  asset            text not null references ledger.assets,
  amount           numeric(40,20) not null check (amount > 0),
  address          text not null,
  status           text not null default 'pending'
                   check (status in ('pending', 'approved', 'rejected', 'cancelled')),
  hold_id          bigint not null unique references ledger.holds,
  approvals_needed smallint not null check (approvals_needed in (1, 2)),
  -- Who has approved, first to last; nobody twice, never its owner.
  approvers        bigint[] not null default '{}' check (user_id <> all (approvers)),
  decided_by       bigint references users,
  transaction_id   text,
  reason           text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  check (status <> 'approved' or cardinality(approvers) = approvals_needed)
) with (fillfactor = 80);
create index withdrawals_newest on withdrawals (created_at, id);
create index withdrawals_user on withdrawals (user_id, created_at, id);

-- A withdrawal as the contract shows it; amounts as text, so that no digit is lost on the way.
create view withdrawal_view as
select id, user_id as "userId", asset as currency, trim_scale(amount)::text as amount, status,
       address, transaction_id as "transactionId", reason,
       cardinality(approvers) as approvals, approvals_needed as "approvalsNeeded",
       created_at as "createdAt", updated_at as "updatedAt"
  from withdrawals;

-- Records what became of a withdrawal, for its owner, with a mail where there is one to send.
create function note_withdrawal(p_withdrawal uuid, p_event text, p_actor bigint, p_at timestamptz)
returns jsonb language plpgsql as $$
declare w withdrawals; v_withdrawal jsonb;
begin
  select * into w from withdrawals where id = p_withdrawal;
  select to_jsonb(v) into v_withdrawal from withdrawal_view v where v.id = p_withdrawal;
  perform record_event(array['user:' || w.user_id], p_event, v_withdrawal, p_actor, p_at);
  if p_event in ('withdrawal.requested', 'withdrawal.approved', 'withdrawal.rejected') then
    perform queue_mail(w.user_id, p_event, jsonb_strip_nulls(jsonb_build_object(
      'amount', trim_scale(w.amount)::text, 'coin', w.asset, 'reason', w.reason)), p_at);
  end if;
  return v_withdrawal;
end $$;

-- Asks for a withdrawal and holds its amount; above p_two_above two members of staff must approve.
-- outcome: done, insufficient_funds, or the refusal.
create function request_withdrawal(
  p_user bigint, p_asset text, p_amount numeric, p_address text, p_two_above numeric,
  p_at timestamptz)
returns table (outcome text, withdrawal jsonb) language plpgsql as $$
declare v_id uuid := gen_random_uuid(); v_hold bigint;
        v_refusal text := money_refusal(p_user, p_asset, 'withdraw');
begin
  if v_refusal is not null then return query select v_refusal, null::jsonb; return; end if;
  v_hold := ledger.hold(p_user, 'main', p_asset, p_amount, 'withdrawal:' || v_id, p_at);
  if v_hold is null then return query select 'insufficient_funds', null::jsonb; return; end if;
  insert into withdrawals
    (id, user_id, asset, amount, address, hold_id, approvals_needed, created_at, updated_at)
  values (v_id, p_user, p_asset, p_amount, p_address, v_hold,
          case when p_amount > p_two_above then 2 else 1 end, p_at, p_at);
  return query select 'done', note_withdrawal(v_id, 'withdrawal.requested', p_user, p_at);
end $$;

-- Applies the rule that fits the withdrawal's status and the actor's role; the rules are the rows of
-- the transition table (transitions.ts) for one action. An approval that is not yet enough is noted
-- and changes nothing else. Whoever may not know of the withdrawal gets unknown.
-- outcome: done, unknown, refused, or twice (the same member of staff approved before).
create function transition_withdrawal(
  p_withdrawal uuid, p_actor bigint, p_staff boolean, p_event text,
  p_from text[], p_role text[], p_to text[], p_hold text[], p_reason text, p_transaction text,
  p_at timestamptz, p_address text)
returns table (outcome text, withdrawal jsonb) language plpgsql as $$
declare w withdrawals; v_role text; v_rule integer;
begin
  select * into w from withdrawals where id = p_withdrawal for no key update;
  v_role := money_role(p_actor, w.user_id, p_staff);
  if w.id is null or v_role = 'other' then
    return query select 'unknown', null::jsonb; return;
  end if;
  select i into v_rule from generate_subscripts(p_from, 1) i
   where p_from[i] = w.status and p_role[i] = v_role;
  if not found then
    return query select 'refused', to_jsonb(v) || jsonb_build_object('role', v_role)
      from withdrawal_view v where v.id = w.id;
    return;
  end if;
  if p_event = 'withdrawal.approved' and p_actor = any (w.approvers) then
    return query select 'twice', to_jsonb(v) from withdrawal_view v where v.id = w.id; return;
  elsif p_event = 'withdrawal.approved' then
    update withdrawals set approvers = approvers || p_actor, updated_at = p_at
     where id = w.id returning * into w;
    if cardinality(w.approvers) < w.approvals_needed then
      perform audit_withdrawal(w, 'withdrawal.approved_first', p_actor, p_at, p_address);
      return query select 'done', to_jsonb(v) from withdrawal_view v where v.id = w.id; return;
    end if;
  end if;
  update withdrawals set status = p_to[v_rule], decided_by = p_actor, reason = p_reason,
         transaction_id = p_transaction, updated_at = p_at
   where id = w.id returning * into w;
  perform settle_withdrawal(w, p_hold[v_rule], p_event, p_at);
  if v_role = 'staff' then perform audit_withdrawal(w, p_event, p_actor, p_at, p_address); end if;
  return query select 'done', note_withdrawal(w.id, p_event, p_actor, p_at);
end $$;

-- Pays the held money out of the house, with a job to hand it to the chain unless staff have; or
-- gives it back.
create function settle_withdrawal(w withdrawals, p_hold text, p_event text, p_at timestamptz)
returns void language plpgsql as $$
begin
  if p_hold = 'void' then
    perform ledger.void(w.hold_id, p_at); return;
  end if;
  perform ledger.post(w.hold_id, array[(null, 'withdrawals', w.amount)::ledger.credit],
                      p_event, p_at);
  if w.transaction_id is null then
    perform enqueue_job('withdrawal.pay', jsonb_build_object('withdrawalId', w.id), p_at, p_at);
  end if;
end $$;

create function audit_withdrawal(
  w withdrawals, p_action text, p_staff bigint, p_at timestamptz, p_address text)
returns void language plpgsql as $$
begin
  perform record_audit(p_staff, p_action, 'withdrawal:' || w.id,
    jsonb_strip_nulls(jsonb_build_object('user', w.user_id, 'coin', w.asset,
      'amount', trim_scale(w.amount)::text, 'transactionId', w.transaction_id,
      'reason', w.reason)), p_at, p_address);
end $$;

-- Writes down which transaction paid an approved withdrawal: from a chain adapter (p_staff null), or
-- from staff who sent the coins themselves. Only the first counts. Null when nothing was waiting.
create function note_payout(
  p_withdrawal uuid, p_staff bigint, p_transaction text, p_at timestamptz, p_address text)
returns jsonb language plpgsql as $$
declare w withdrawals;
begin
  update withdrawals set transaction_id = p_transaction, updated_at = p_at
   where id = p_withdrawal and status = 'approved' and transaction_id is null
     and user_id is distinct from p_staff
  returning * into w;
  if not found then return null; end if;
  if p_staff is not null then
    perform audit_withdrawal(w, 'withdrawal.paid', p_staff, p_at, p_address);
  end if;
  return note_withdrawal(w.id, 'withdrawal.paid', p_staff, p_at);
end $$;

-- Everything that came in, went out, or moved between somebody's wallets.
create view transactions as
select id, user_id, asset, amount, 'DEPOSIT' as type,
       case status when 'credited' then 'COMPLETED' else upper(status) end as status, created_at
  from deposits
union all
select id, user_id, asset, amount, 'WITHDRAWAL',
       case status when 'approved' then 'COMPLETED' else upper(status) end, created_at
  from withdrawals
union all
select id, user_id, asset, amount, 'TRANSFER', 'COMPLETED', created_at from wallet_transfers;
