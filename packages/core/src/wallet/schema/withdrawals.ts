/** What goes out to the chains. */
export const WITHDRAWALS = /* sql */ `
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
`
