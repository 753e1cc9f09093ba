
-- Opens a trade with its hold. outcome: done, insufficient_funds, or why the seller may not (as
-- deal_refusal has it).
create or replace function create_trade(
  p_seller bigint, p_asset text, p_amount numeric, p_fee_percent numeric, p_at timestamptz)
returns table (outcome text, trade jsonb) language plpgsql as $$
declare v_id bigint; v_hold bigint; v_refusal text := deal_refusal(p_seller, p_asset, p_amount);
begin
  if v_refusal is not null then return query select v_refusal, null::jsonb; return; end if;
  v_id := nextval(pg_get_serial_sequence('trades', 'id'));
  v_hold := ledger.hold(p_seller, 'p2p', p_asset, p_amount, 'trade:' || v_id, p_at);
  if v_hold is null then return query select 'insufficient_funds', null::jsonb; return; end if;
  insert into trades (id, seller_id, asset, amount, fee, hold_id, created_at, updated_at)
  overriding system value
  select v_id, p_seller, p_asset, p_amount, trunc(p_amount * p_fee_percent / 100, decimals),
         v_hold, p_at, p_at
    from ledger.assets where code = p_asset;
  select to_jsonb(v) into trade from trade_view v where v.id = v_id;
  perform record_event(trade_streams(v_id, p_seller, null), 'trade.created', trade, p_seller, p_at);
  return query select 'done', trade;
end $$;

drop function transition_trade;

-- Applies the first of the given rules that fits the trade's status and the actor's role. The rules
-- are the rows of the transition table (transitions.ts) for one action.
-- outcome: done, unknown (no such trade), refused (no rule fits; trade is as it stands), seller_out
-- (staff have put its seller out of trading), or why the one who would take the trade may not (as
-- deal_refusal has it).
create function transition_trade(
  p_trade bigint, p_actor bigint, p_staff boolean, p_event text,
  p_from text[], p_role text[], p_to text[], p_escrow text[], p_note text, p_at timestamptz,
  p_address text)
returns table (outcome text, trade jsonb) language plpgsql as $$
declare t trades; v_role text; v_rule integer; v_to text; v_escrow text; v_refusal text;
begin
  select * into t from trades where id = p_trade for no key update;
  if not found then return query select 'unknown', null::jsonb; return; end if;
  v_role := case p_actor when t.seller_id then 'seller' when t.buyer_id then 'buyer'
            else case when p_staff then 'staff' else 'other' end end;
  select i into v_rule from generate_subscripts(p_from, 1) i
   where p_from[i] = t.status and p_role[i] = v_role limit 1;
  if not found then
    return query select 'refused', to_jsonb(v) from trade_view v where v.id = p_trade; return;
  end if;
  if p_event = 'trade.taken' then
    v_refusal := deal_refusal(p_actor, t.asset, t.amount);
    if v_refusal is null and (is_restricted(t.seller_id, 'trade:' || t.asset)
        or not (select is_active from users where id = t.seller_id)) then
      v_refusal := 'seller_out';
    end if;
    if v_refusal is not null then
      return query select v_refusal, to_jsonb(v) from trade_view v where v.id = p_trade; return;
    end if;
  end if;
  v_to := p_to[v_rule]; v_escrow := p_escrow[v_rule];

  update trades set
    status         = v_to,
    updated_at     = p_at,
    buyer_id       = case p_event when 'trade.taken' then p_actor else buyer_id end,
    dispute_reason = case p_event when 'trade.disputed' then p_note else dispute_reason end,
    disputed_by    = case p_event when 'trade.disputed' then p_actor else disputed_by end,
    resolution     = case p_event when 'trade.resolved' then p_note else resolution end,
    resolved_by    = case p_event when 'trade.resolved' then p_actor else resolved_by end
  where id = p_trade returning * into t;
  if v_escrow = 'post' then
    perform ledger.post(t.hold_id, array[
      (t.buyer_id, 'p2p', t.amount - t.fee)::ledger.credit,
      (null, 'fees', t.fee)::ledger.credit], p_event, p_at);
  elsif v_escrow = 'void' then
    perform ledger.void(t.hold_id, p_at);
  end if;
  select to_jsonb(v) into trade from trade_view v where v.id = p_trade;
  perform record_event(
    trade_streams(t.id, t.seller_id, t.buyer_id), p_event, trade, p_actor, p_at);
  if p_event = 'trade.resolved' then
    perform record_audit(p_actor, p_event, 'trade:' || t.id, jsonb_build_object(
      'outcome', case v_escrow when 'post' then 'release' else 'refund' end,
      'note', p_note), p_at, p_address);
  end if;
  return query select 'done', trade;
end $$;
