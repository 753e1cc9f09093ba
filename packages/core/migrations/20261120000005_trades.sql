
create table trades (
  id             bigint generated always as identity primary key,
  seller_id      bigint not null references users,
  buyer_id       bigint references users,
  asset          text not null references ledger.assets,
  amount         numeric(40,20) not null check (amount > 0),
  fee            numeric(40,20) not null check (fee >= 0 and fee < amount),
  status         text not null default 'open'
                 check (status in ('open', 'in_progress', 'completed', 'cancelled', 'disputed')),
  hold_id        bigint not null unique references ledger.holds,
  dispute_reason text,
  disputed_by    bigint references users,
  resolution     text,
  resolved_by    bigint references users,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  check (buyer_id <> seller_id),
  check (buyer_id is not null or status in ('open', 'cancelled'))
) with (fillfactor = 80);
create index trades_open on trades (id) where status = 'open';
create index trades_open_asset on trades (asset, id) where status = 'open';
create index trades_seller on trades (seller_id, id);
create index trades_buyer on trades (buyer_id, id) where buyer_id is not null;
create index trades_status on trades (status, id);

-- A trade as the contract shows it; amounts as text, so that no digit is lost on the way.
create view trade_view as
select t.id, t.asset, trim_scale(t.amount)::text as amount, trim_scale(t.fee)::text as fee, t.status,
       t.seller_id as "sellerId", s.display_name as "sellerName",
       t.buyer_id as "buyerId", b.display_name as "buyerName",
       t.dispute_reason as "disputeReason", t.resolution,
       t.created_at as "createdAt", t.updated_at as "updatedAt"
  from trades t join users s on s.id = t.seller_id left join users b on b.id = t.buyer_id;

create function trade_streams(p_trade bigint, p_seller bigint, p_buyer bigint)
returns text[] language sql immutable as $$
  select array_remove(array['trade:' || p_trade, 'user:' || p_seller, 'user:' || p_buyer], null)
$$;

-- Opens a trade with its hold. outcome: done, coin_disabled or insufficient_funds.
create function create_trade(
  p_seller bigint, p_asset text, p_amount numeric, p_fee_percent numeric, p_at timestamptz)
returns table (outcome text, trade jsonb) language plpgsql as $$
declare v_id bigint; v_hold bigint; v_asset ledger.assets;
begin
  select * into v_asset from ledger.assets where code = p_asset;
  if not v_asset.enabled then return query select 'coin_disabled', null::jsonb; return; end if;
  v_id := nextval(pg_get_serial_sequence('trades', 'id'));
  v_hold := ledger.hold(p_seller, 'p2p', p_asset, p_amount, 'trade:' || v_id, p_at);
  if v_hold is null then return query select 'insufficient_funds', null::jsonb; return; end if;
  insert into trades (id, seller_id, asset, amount, fee, hold_id, created_at, updated_at)
  overriding system value
  values (v_id, p_seller, p_asset, p_amount,
          trunc(p_amount * p_fee_percent / 100, v_asset.decimals), v_hold, p_at, p_at);
  select to_jsonb(v) into trade from trade_view v where v.id = v_id;
  perform record_event(trade_streams(v_id, p_seller, null), 'trade.created', trade, p_seller, p_at);
  return query select 'done', trade;
end $$;

-- Applies the first of the given rules that fits the trade's status and the actor's role. The rules
-- are the rows of the transition table (transitions.ts) for one action.
-- outcome: done, unknown (no such trade) or refused (no rule fits; trade is as it stands).
create function transition_trade(
  p_trade bigint, p_actor bigint, p_staff boolean, p_event text,
  p_from text[], p_role text[], p_to text[], p_escrow text[], p_note text, p_at timestamptz)
returns table (outcome text, trade jsonb) language plpgsql as $$
declare t trades; v_role text; v_rule integer; v_to text; v_escrow text;
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
  return query select 'done', trade;
end $$;
