-- What comes in from the chains.

-- A deposit as the contract shows it; amounts as text, so that no digit is lost on the way.
create or replace view deposit_view as
select id, user_id as "userId", asset as currency, trim_scale(amount)::text as amount, status,
       address, from_address as "fromAddress", transaction_id as "transactionId", reason,
       created_at as "createdAt", updated_at as "updatedAt"
  from deposits;

-- The id of a transaction as its chain writes it: what is credited once must not have two spellings. USDT is
-- on chains of either kind, and keeps its own. The first output needs no number.
create or replace function transaction_of(p_asset text, p_transaction text) returns text
language sql immutable as $$
  select regexp_replace(
    case when transaction_key(p_transaction) !~ '^[0-9a-f]{64}(:|$)' then p_transaction
         when p_asset in ('eth', 'bnb') then '0x' || transaction_key(p_transaction)
         when p_asset = 'usdt' then lower(btrim(p_transaction))
         else transaction_key(p_transaction) end, ':0$', '')
$$;

-- Announces a deposit: p_address is where the coins are to go. outcome: done, or the refusal.
create or replace function announce_deposit(
  p_ctx call_context, p_asset text, p_amount numeric, p_address text, p_from_address text,
  p_transaction text, out outcome text, out deposit jsonb, out streams text[])
language plpgsql as $$
declare d deposits;
begin
  outcome := money_refusal(p_ctx.actor_id, p_asset, 'deposit');
  if outcome is not null then return; end if;
  insert into deposits
    (user_id, asset, amount, address, from_address, transaction_id, created_at, updated_at)
  values (p_ctx.actor_id, p_asset, p_amount, p_address, p_from_address,
          transaction_of(p_asset, p_transaction), p_ctx.at, p_ctx.at)
  returning * into d;
  deposit := record_deposit_event(p_ctx, d, 'deposit.announced');
  streams := deposit_streams(d);
  outcome := 'done';
end $$;

create or replace function deposit_streams(d deposits) returns text[] language sql immutable as $$
  select array['user:' || d.user_id]
$$;

-- Records what became of a deposit, for its owner. Returns it.
create or replace function record_deposit_event(p_ctx call_context, d deposits, p_event text)
returns jsonb language plpgsql as $$
declare v_deposit jsonb := (select to_jsonb(v) from deposit_view v where v.id = d.id);
begin
  perform record_event(p_ctx, deposit_streams(d), p_event, v_deposit);
  perform notify_owner(p_ctx, d.user_id, p_event, trim_scale(d.amount)::text || ' ' || upper(d.asset),
                       jsonb_build_object('depositId', d.id));
  if p_event = 'deposit.credited' then
    perform enqueue_mail(p_ctx, d.user_id, p_event, jsonb_build_object(
      'amount', trim_scale(d.amount)::text, 'coin', d.asset));
  end if;
  return v_deposit;
end $$;

-- Writes down what staff decided on a deposit.
create or replace function audit_deposit(p_ctx call_context, d deposits, p_action text)
returns void language plpgsql as $$
begin
  if p_ctx.actor_id is null then return; end if;
  perform record_audit(p_ctx, p_action, 'deposit:' || d.id, jsonb_strip_nulls(jsonb_build_object(
    'user', d.user_id, 'coin', d.asset, 'amount', trim_scale(d.amount)::text,
    'transactionId', d.transaction_id, 'reason', d.reason)));
end $$;

-- Credits what came in from a chain: an announced deposit (p_deposit), or whatever of this user's
-- fits the transaction, and if nothing does, a new one. The same transaction again changes nothing.
-- What needs two members of staff (p_two_above: more than that of a coin in a day; or more than was
-- announced) is noted for the first of them and changes nothing else.
-- outcome: done, again (it had been credited), otherwise (with another amount), unknown, refused,
-- transaction_needed, credited_elsewhere (to another deposit), or too_fine (more decimals than the coin has).
create or replace function credit_deposit(
  p_ctx call_context, p_deposit uuid, p_user bigint, p_asset text, p_amount numeric,
  p_transaction text, p_two_above jsonb, p_when text[], p_to text[],
  out outcome text, out deposit jsonb, out streams text[])
language plpgsql as $$
declare d deposits; v_asset text := p_asset; v_amount numeric; v_key text; v_rule integer;
begin
  if p_deposit is not null then
    select * into d from deposits where id = p_deposit;
    if not found then outcome := 'unknown'; return; end if;
    v_asset := d.asset;
  end if;
  p_transaction := transaction_of(v_asset, coalesce(p_transaction, d.transaction_id));
  v_key := transaction_key(p_transaction);
  if v_key is null then outcome := 'transaction_needed'; return; end if;
  perform from ledger.assets where code = v_asset and scale(trim_scale(p_amount)) > decimals;
  if found then outcome := 'too_fine'; return; end if;
  -- Those who credit the same transaction go one after another.
  perform pg_advisory_xact_lock(hashtextextended(v_asset || ' ' || v_key, 0));
  select * into d from deposits
   where asset = v_asset and transaction_key(transaction_id) = v_key and status = 'credited';
  if found then
    outcome := case when d.id <> p_deposit or d.user_id <> p_user then 'credited_elsewhere'
                    when d.amount <> p_amount then 'otherwise' else 'again' end;
    select to_jsonb(v) into deposit from deposit_view v where v.id = d.id; return;
  end if;
  d := deposit_to_credit(p_ctx, p_deposit, p_user, v_asset, p_amount, p_transaction);
  v_rule := array_position(p_when, d.status || '/' || money_role(p_ctx, d.user_id));
  if v_rule is null then
    outcome := 'refused'; deposit := refused_deposit(p_ctx, d); return;
  end if;
  v_amount := coalesce(p_amount, d.amount);
  if credit_needs_two(p_ctx, d, v_amount, v_key, (p_two_above ->> v_asset)::numeric)
     and not is_confirmed(p_ctx, 'deposit.credited', 'deposit:' || d.id, jsonb_build_object(
       'amount', trim_scale(v_amount)::text, 'transactionId', v_key)) then
    select to_jsonb(v) into deposit from deposit_view v where v.id = d.id;
    outcome := 'done'; return;
  end if;
  update deposits set status = p_to[v_rule], amount = v_amount,
         transaction_id = p_transaction, decided_by = p_ctx.actor_id,
         updated_at = p_ctx.at
   where id = d.id returning * into d;
  perform ledger.transfer(null, 'deposits', d.user_id, 'main', d.asset, d.amount,
                          'deposit.credited', 'deposit:' || d.id, p_ctx.at);
  deposit := record_deposit_event(p_ctx, d, 'deposit.credited');
  perform audit_deposit(p_ctx, d, 'deposit.credited');
  streams := deposit_streams(d);
  outcome := 'done';
end $$;

-- The first outputs of a transaction, by their keys.
create or replace function outputs_of(p_key text) returns text[] language sql immutable as $$
  select split_part(p_key, ':', 1) || array(select split_part(p_key, ':', 1) || ':' || n
                                              from generate_series(1, 9) n)
$$;

-- Whether one member of staff is not enough: for more than was announced, for another output of a
-- transaction of which one is credited (people name it without its number, so it may be the same), and for
-- what takes the user's deposits that staff credited over a day past p_above. Whoever decides on the same
-- user's waits.
create or replace function credit_needs_two(
  p_ctx call_context, d deposits, p_amount numeric, p_key text, p_above numeric)
returns boolean language plpgsql as $$
begin
  if p_ctx.actor_id is null then return false; end if;
  if p_amount > d.amount then return true; end if;
  perform from deposits where asset = d.asset and status = 'credited'
     and transaction_key(transaction_id) = any (outputs_of(p_key));
  if found then return true; end if;
  if p_above is null then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended('deposits ' || d.asset || ' ' || d.user_id, 0));
  return (
    select count(*) > 100 or p_above < p_amount + coalesce(sum(amount), 0)
      from (select amount from deposits
             where asset = d.asset and user_id = d.user_id and status = 'credited'
               and updated_at > p_ctx.at - interval '1 day' and decided_by is not null
             limit 101) credited);
end $$;

-- A deposit that the actor cannot decide on, with what they are to it.
create or replace function refused_deposit(p_ctx call_context, d deposits) returns jsonb
language sql stable as $$
  select to_jsonb(v) || jsonb_build_object('role', money_role(p_ctx, v."userId"))
    from deposit_view v where v.id = d.id
$$;

-- The deposit that a transaction belongs to, locked; written now if nobody had announced it.
create or replace function deposit_to_credit(
  p_ctx call_context, p_deposit uuid, p_user bigint, p_asset text, p_amount numeric,
  p_transaction text)
returns deposits language plpgsql as $$
declare d deposits;
begin
  if p_deposit is not null then
    select * into d from deposits where id = p_deposit for no key update;
    return d;
  end if;
  select * into d from deposits
   where user_id = p_user and asset = p_asset and status = 'pending'
     and transaction_key(transaction_id) = transaction_key(p_transaction)
   order by created_at limit 1 for no key update;
  if not found then
    insert into deposits (user_id, asset, amount, transaction_id, created_at, updated_at)
    values (p_user, p_asset, p_amount, p_transaction, p_ctx.at, p_ctx.at)
    returning * into d;
  end if;
  return d;
end $$;

-- Rejects an announced deposit. outcome: done, unknown or refused.
create or replace function reject_deposit(
  p_ctx call_context, p_deposit uuid, p_reason text, p_when text[], p_to text[],
  out outcome text, out deposit jsonb, out streams text[])
language plpgsql as $$
declare d deposits; v_rule integer;
begin
  select * into d from deposits where id = p_deposit for no key update;
  if not found then outcome := 'unknown'; return; end if;
  v_rule := array_position(p_when, d.status || '/' || money_role(p_ctx, d.user_id));
  if v_rule is null then
    outcome := 'refused'; deposit := refused_deposit(p_ctx, d); return;
  end if;
  update deposits set status = p_to[v_rule], reason = p_reason, decided_by = p_ctx.actor_id,
         updated_at = p_ctx.at
   where id = d.id returning * into d;
  deposit := record_deposit_event(p_ctx, d, 'deposit.rejected');
  perform audit_deposit(p_ctx, d, 'deposit.rejected');
  streams := deposit_streams(d);
  outcome := 'done';
end $$;
