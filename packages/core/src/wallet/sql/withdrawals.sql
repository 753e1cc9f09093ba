-- What goes out to the chains.

-- A withdrawal as the contract shows it; amounts as text, so that no digit is lost on the way.
create or replace view withdrawal_view as
select id, user_id as "userId", asset as currency, trim_scale(amount)::text as amount, status,
       address, transaction_id as "transactionId", reason,
       cardinality(approvers) as approvals, approvals_needed as "approvalsNeeded",
       created_at as "createdAt", updated_at as "updatedAt"
  from withdrawals;

create or replace function withdrawal_streams(w withdrawals) returns text[]
language sql immutable as $$
  select array['user:' || w.user_id]
$$;

-- Records what became of a withdrawal, for its owner, with a mail where there is one to send.
-- Returns it.
create or replace function record_withdrawal_event(p_ctx call_context, w withdrawals, p_event text)
returns jsonb language plpgsql as $$
declare v_withdrawal jsonb := (select to_jsonb(v) from withdrawal_view v where v.id = w.id);
begin
  perform record_event(p_ctx, withdrawal_streams(w), p_event, v_withdrawal);
  perform notify_owner(p_ctx, w.user_id, p_event, trim_scale(w.amount)::text || ' ' || upper(w.asset),
                       jsonb_build_object('withdrawalId', w.id));
  if p_event in ('withdrawal.requested', 'withdrawal.approved', 'withdrawal.rejected') then
    perform enqueue_mail(p_ctx, w.user_id, p_event, jsonb_strip_nulls(jsonb_build_object(
      'amount', trim_scale(w.amount)::text, 'coin', w.asset, 'reason', w.reason)));
  end if;
  return v_withdrawal;
end $$;

-- Tells the owner of a deposit or a withdrawal what others have done with it.
create or replace function notify_owner(
  p_ctx call_context, p_owner bigint, p_event text, p_amount text, p_data jsonb)
returns void language plpgsql as $$
declare v_of text := split_part(p_event, '.', 1); v_what text := split_part(p_event, '.', 2);
begin
  perform notify(p_ctx, p_owner, upper(v_of || '_' || v_what), initcap(v_of) || ' ' || v_what,
                 'Your ' || v_of || ' of ' || p_amount || ' has been ' || v_what, p_data);
end $$;

-- What has gone out over a day, and what waits to: to the actor, or if more, to the address. Who asks for
-- the same coin, as the same user or to the same address, goes one after another. More than a hundred are not
-- added up: that is more than any sum.
create or replace function outgoing(p_ctx call_context, p_asset text, p_address_key text)
returns numeric language plpgsql as $$
declare v_user bigint := p_ctx.actor_id; v_since timestamptz := p_ctx.at - interval '1 day';
begin
  perform pg_advisory_xact_lock(key) from (
    select hashtextextended('withdrawals ' || p_asset || ' ' || of, 0) as key
      from unnest(array['user ' || v_user, p_address_key]) of order by key) keys;
  return (
    with to_user as (
      (select amount from withdrawals where asset = p_asset and user_id = v_user
          and status = 'approved' and updated_at > v_since limit 101)
      union all
      (select amount from withdrawals where asset = p_asset and user_id = v_user
          and status = 'pending' limit 101)),
    to_address as (
      (select amount from withdrawals where asset = p_asset and address_key = p_address_key
          and status = 'approved' and updated_at > v_since limit 101)
      union all
      (select amount from withdrawals where asset = p_asset and address_key = p_address_key
          and status = 'pending' limit 101))
    select case when greatest(u.count, a.count) > 100 then 'infinity'
                else greatest(u.sum, a.sum, 0) end
      from (select sum(amount), count(*) from to_user) u,
           (select sum(amount), count(*) from to_address) a);
end $$;

-- Asks for a withdrawal to an address of its chain (p_address_key: in its one spelling), and holds its
-- amount; where that takes what goes out in a day past p_two_above, two members of staff must approve.
-- outcome: done, insufficient_funds, or the refusal.
create or replace function request_withdrawal(
  p_ctx call_context, p_asset text, p_amount numeric, p_address text, p_address_key text,
  p_two_above numeric,
  out outcome text, out withdrawal jsonb, out streams text[])
language plpgsql as $$
declare w withdrawals; v_needed integer := 1;
begin
  outcome := money_refusal(p_ctx.actor_id, p_asset, 'withdraw');
  if outcome is not null then return; end if;
  if p_two_above is not null and p_two_above < p_amount + outgoing(p_ctx, p_asset, p_address_key) then
    v_needed := 2;
  end if;
  w.id := gen_random_uuid();
  w.hold_id := ledger.hold(
    p_ctx.actor_id, 'main', p_asset, p_amount, 'withdrawal:' || w.id, p_ctx.at);
  if w.hold_id is null then outcome := 'insufficient_funds'; return; end if;
  insert into withdrawals
    (id, user_id, asset, amount, address, address_key, hold_id, approvals_needed, created_at,
     updated_at)
  values (w.id, p_ctx.actor_id, p_asset, p_amount, p_address, p_address_key, w.hold_id, v_needed,
          p_ctx.at, p_ctx.at)
  returning * into w;
  withdrawal := record_withdrawal_event(p_ctx, w, 'withdrawal.requested');
  streams := withdrawal_streams(w);
  outcome := 'done';
end $$;

-- Applies the rule that fits the withdrawal's status and the actor's role (see transition_trade). An
-- approval that is not yet enough is noted and changes nothing else; it lapses after a day. Whoever may
-- not know of the withdrawal gets unknown.
-- outcome: done, unknown, refused, twice (the same member of staff approved before), or sent_early (a
-- transaction is named, and one more must approve before the coins may be sent).
create or replace function transition_withdrawal(
  p_ctx call_context, p_withdrawal uuid, p_event text, p_reason text, p_transaction text,
  p_when text[], p_to text[], p_hold text[],
  out outcome text, out withdrawal jsonb, out streams text[])
language plpgsql as $$
declare w withdrawals; v_role text; v_rule integer; v_before bigint[];
begin
  select * into w from withdrawals where id = p_withdrawal for no key update;
  -- Whoever was put out since has approved nothing.
  v_before := array(select id from users where id = any (w.approvers) and is_staff and is_active
                       and w.updated_at > p_ctx.at - interval '1 day');
  v_role := money_role(p_ctx, w.user_id);
  if w.id is null or v_role = 'other' then outcome := 'unknown'; return; end if;
  v_rule := array_position(p_when, w.status || '/' || v_role);
  if v_rule is null then
    outcome := 'refused';
  elsif p_event = 'withdrawal.approved' then
    if p_ctx.actor_id = any (v_before) then
      outcome := 'twice';
    elsif p_transaction is not null and cardinality(v_before) + 1 < w.approvals_needed then
      outcome := 'sent_early';
    else
      update withdrawals set approvers = p_ctx.actor_id || v_before, updated_at = p_ctx.at
       where id = w.id returning * into w;
      if cardinality(w.approvers) < w.approvals_needed then
        perform audit_withdrawal(p_ctx, w, 'withdrawal.approved_first');
        outcome := 'done';
      end if;
    end if;
  end if;
  if outcome is not null then
    select to_jsonb(v) || jsonb_build_object('role', v_role) into withdrawal
      from withdrawal_view v where v.id = w.id;
    return;
  end if;
  update withdrawals set status = p_to[v_rule], decided_by = p_ctx.actor_id, reason = p_reason,
         transaction_id = transaction_of(asset, p_transaction), updated_at = p_ctx.at
   where id = w.id returning * into w;
  perform settle_withdrawal(p_ctx, w, p_hold[v_rule], p_event);
  if v_role = 'staff' then perform audit_withdrawal(p_ctx, w, p_event); end if;
  withdrawal := record_withdrawal_event(p_ctx, w, p_event);
  streams := withdrawal_streams(w);
  outcome := 'done';
end $$;

-- Pays the held money out of the house, with a job to hand it to the chain unless staff have; or
-- gives it back.
create or replace function settle_withdrawal(
  p_ctx call_context, w withdrawals, p_hold text, p_event text)
returns void language plpgsql as $$
begin
  if p_hold = 'void' then
    perform ledger.void(w.hold_id, p_ctx.at); return;
  end if;
  perform ledger.post(w.hold_id, array[(null, 'withdrawals', w.amount)::ledger.credit],
                      p_event, p_ctx.at);
  if w.transaction_id is null then
    perform enqueue_job(
      p_ctx, 'withdrawal.pay', jsonb_build_object('withdrawalId', w.id), p_ctx.at);
  end if;
end $$;

create or replace function audit_withdrawal(p_ctx call_context, w withdrawals, p_action text)
returns void language plpgsql as $$
begin
  perform record_audit(p_ctx, p_action, 'withdrawal:' || w.id,
    jsonb_strip_nulls(jsonb_build_object('user', w.user_id, 'coin', w.asset,
      'amount', trim_scale(w.amount)::text, 'transactionId', w.transaction_id,
      'reason', w.reason)));
end $$;

-- Writes down which transaction paid an approved withdrawal: from a chain adapter (nobody acts), or
-- from staff who sent the coins themselves. Only the first counts. Null when nothing was waiting.
create or replace function record_payout(
  p_ctx call_context, p_withdrawal uuid, p_transaction text,
  out withdrawal jsonb, out streams text[])
language plpgsql as $$
declare w withdrawals;
begin
  update withdrawals set transaction_id = transaction_of(asset, p_transaction), updated_at = p_ctx.at
   where id = p_withdrawal and status = 'approved' and transaction_id is null
     and (p_ctx.actor_id is null or user_id <> p_ctx.actor_id)
  returning * into w;
  if not found then return; end if;
  if p_ctx.actor_id is not null then perform audit_withdrawal(p_ctx, w, 'withdrawal.paid'); end if;
  withdrawal := record_withdrawal_event(p_ctx, w, 'withdrawal.paid');
  streams := withdrawal_streams(w);
end $$;
