-- A trade as the contract shows it; amounts as text, so that no digit is lost on the way.
create or replace view trade_view as
select t.id, t.asset, trim_scale(t.amount)::text as amount, trim_scale(t.fee)::text as fee, t.status,
       t.seller_id as "sellerId", s.display_name as "sellerName",
       s.username as "sellerUsername", b.username as "buyerUsername",
       t.buyer_id as "buyerId", b.display_name as "buyerName",
       t.dispute_reason as "disputeReason", t.resolution,
       t.created_at as "createdAt", t.updated_at as "updatedAt"
  from trades t join users s on s.id = t.seller_id left join users b on b.id = t.buyer_id;

create or replace function trade_streams(t trades) returns text[] language sql immutable as $$
  select array_remove(array['trade:' || t.id, 'user:' || t.seller_id, 'user:' || t.buyer_id], null)
$$;

-- What the actor is to a trade; a member of staff who is a side of it is only that side.
create or replace function trade_role(p_ctx call_context, t trades) returns text
language sql immutable as $$
  select case p_ctx.actor_id when t.seller_id then 'seller' when t.buyer_id then 'buyer'
         else case when p_ctx.is_staff then 'staff' else 'other' end end
$$;

-- Opens a trade with its hold. outcome: done, insufficient_funds, or why the seller may not (as
-- deal_refusal has it).
create or replace function create_trade(
  p_ctx call_context, p_asset text, p_amount numeric, p_fee_percent numeric,
  out outcome text, out trade jsonb, out streams text[])
language plpgsql as $$
declare t trades;
begin
  outcome := deal_refusal(p_ctx.actor_id, p_asset, p_amount);
  if outcome is not null then return; end if;
  t.id := nextval('trades_id_seq');
  t.hold_id := ledger.hold(p_ctx.actor_id, 'p2p', p_asset, p_amount, 'trade:' || t.id, p_ctx.at);
  if t.hold_id is null then outcome := 'insufficient_funds'; return; end if;
  insert into trades (id, seller_id, asset, amount, fee, hold_id, created_at, updated_at)
  overriding system value
  select t.id, p_ctx.actor_id, p_asset, p_amount, trunc(p_amount * p_fee_percent / 100, decimals),
         t.hold_id, p_ctx.at, p_ctx.at
    from ledger.assets where code = p_asset
  returning * into t;
  select to_jsonb(v) into trade from trade_view v where v.id = t.id;
  streams := record_event(p_ctx, trade_streams(t), 'trade.created', trade);
  outcome := 'done';
end $$;

-- Why somebody may not take one trade more, as deal_refusal has it; their own that others take do not
-- count.
create or replace function takes_cap(p_user bigint, p_caps jsonb) returns text language plpgsql as $$
declare v_most integer := cap_of(p_user, p_caps);
begin
  if v_most is null then return null; end if;
  if v_most <= (select count(*) from (select from trades where buyer_id = p_user
                  and status in ('in_progress', 'disputed') limit v_most) running) then
    return 'cap ' || v_most || ' trades';
  end if;
  return null;
end $$;

-- Applies the rule that fits the trade's status and the actor's role. The rules are the rows of the
-- transition table (transitions.ts) for one action: p_when says 'status/role'.
-- outcome: done, unknown (no such trade), refused (no rule fits), seller_out (staff have put its
-- seller out of trading), or why the one who would take the trade may not (as deal_refusal has it).
-- Where it is not done, trade is as it stands.
create or replace function transition_trade(
  p_ctx call_context, p_trade bigint, p_event text, p_note text,
  p_when text[], p_to text[], p_escrow text[], p_caps jsonb,
  out outcome text, out trade jsonb, out streams text[])
language plpgsql as $$
declare t trades; v_rule integer; v_cap text;
begin
  if p_event = 'trade.taken' then v_cap := takes_cap(p_ctx.actor_id, p_caps); end if;
  select * into t from trades where id = p_trade for no key update;
  if not found then outcome := 'unknown'; return; end if;
  v_rule := array_position(p_when, t.status || '/' || trade_role(p_ctx, t));
  if v_rule is null then
    outcome := 'refused';
  elsif p_event = 'trade.taken' then
    outcome := coalesce(v_cap, deal_refusal(p_ctx.actor_id, t.asset, t.amount));
    if outcome is null and is_out_of_trading(t.seller_id, t.asset) then
      outcome := 'seller_out';
    end if;
  end if;
  if outcome is null then
    t := change_trade(p_ctx, t.id, p_event, p_note, p_to[v_rule]);
    perform settle_trade(t, p_escrow[v_rule], p_event, p_ctx.at);
  end if;
  select to_jsonb(v) into trade from trade_view v where v.id = p_trade;
  if outcome is not null then return; end if;
  streams := record_event(p_ctx, trade_streams(t), p_event, trade);
  perform notify_trade(p_ctx, t, p_event, trade);
  if p_event = 'trade.resolved' then
    perform record_audit(p_ctx, p_event, 'trade:' || t.id, jsonb_build_object(
      'outcome', case p_escrow[v_rule] when 'post' then 'release' else 'refund' end,
      'note', p_note));
  elsif p_event = 'trade.cancelled' and trade_role(p_ctx, t) = 'staff' then
    perform record_audit(p_ctx, p_event, 'trade:' || t.id, '{}');
  end if;
  outcome := 'done';
end $$;

-- Tells the other side of a trade what somebody has done; both, what staff have.
create or replace function notify_trade(p_ctx call_context, t trades, p_event text, p_trade jsonb)
returns void language plpgsql as $$
declare
  v_type text := upper(replace(p_event, '.', '_')); v_what text := split_part(p_event, '.', 2);
  v_amount text := (p_trade ->> 'amount') || ' ' || upper(t.asset);
  v_message text := case v_what
    when 'taken' then (p_trade ->> 'buyerName') || ' has taken your trade of ' || v_amount
    when 'released' then v_amount || ' have been released to you'
    when 'cancelled' then 'The trade of ' || v_amount || ' has been cancelled'
    when 'disputed' then 'The trade of ' || v_amount || ' is disputed: staff will settle it'
    else 'Staff have settled the trade of ' || v_amount end;
begin
  perform notify(p_ctx, t.seller_id, v_type, 'Trade ' || v_what, v_message,
                 jsonb_build_object('tradeId', t.id));
  perform notify(p_ctx, t.buyer_id, v_type, 'Trade ' || v_what, v_message,
                 jsonb_build_object('tradeId', t.id));
end $$;

-- Writes a step of a trade that is locked.
create or replace function change_trade(
  p_ctx call_context, p_trade bigint, p_event text, p_note text, p_to text)
returns trades language plpgsql as $$
declare t trades;
begin
  update trades set
    status         = p_to,
    updated_at     = p_ctx.at,
    buyer_id       = case p_event when 'trade.taken' then p_ctx.actor_id else buyer_id end,
    dispute_reason = case p_event when 'trade.disputed' then p_note else dispute_reason end,
    disputed_by    = case p_event when 'trade.disputed' then p_ctx.actor_id else disputed_by end,
    resolution     = case p_event when 'trade.resolved' then p_note else resolution end,
    resolved_by    = case p_event when 'trade.resolved' then p_ctx.actor_id else resolved_by end
  where id = p_trade returning * into t;
  return t;
end $$;

-- Pays what a trade holds to its buyer ('post'), gives it back ('void'), or neither.
create or replace function settle_trade(
  t trades, p_escrow text, p_event text, p_at timestamptz)
returns void language plpgsql as $$
begin
  if p_escrow = 'post' then
    perform ledger.post(t.hold_id, array[
      (t.buyer_id, 'p2p', t.amount - t.fee)::ledger.credit,
      (null, 'fees', t.fee)::ledger.credit], p_event, p_at);
    perform prove(array[t.seller_id, t.buyer_id]);
  elsif p_escrow = 'void' then
    perform ledger.void(t.hold_id, p_at);
  end if;
end $$;

-- Writes several texts in a trade's chat, as `post_trade_message` does each. Of who may not, and of all where
-- the members are to change, the message is null, and nothing is done: they are to be sent by themselves.
create or replace function post_trade_messages(
  p_ctx call_context, p_trade bigint, p_senders bigint[], p_are_staff boolean[], p_bodies text[],
  out messages jsonb, out streams text[])
language plpgsql as $$
declare
  v_acting bigint[] := acting_users(p_senders);
  t trades; v_entries message_entry[]; v_numbers bigint[]; v_posted jsonb[];
begin
  select * into t from trades where id = p_trade for share;
  if has_members('trade:' || t.id, array_remove(array[t.seller_id, t.buyer_id], null)) then
    select array_agg(row('trade:' || t.id, trade_streams(t),
             jsonb_build_object('tradeId', t.id), e.sender, e.body, null)::message_entry order by e.n),
           array_agg(e.n order by e.n)
      into v_entries, v_numbers
      from unnest(p_senders, p_are_staff, p_bodies) with ordinality e (sender, is_staff, body, n)
     where e.sender = any (v_acting) and (
           t.status = 'open' or trade_role(row(e.sender, e.is_staff, null, null)::call_context, t) <> 'other');
  end if;
  select p.messages, p.streams into v_posted, streams
    from post_messages(p_ctx, 'message.sent', coalesce(v_entries, '{}'), p_is_kept => true) p;
  messages := at_places(v_numbers, v_posted, cardinality(p_senders));
end $$;

-- Writes in a trade's chat: anybody while the trade is open, then its sides and staff. The trade
-- stays as it is until the message is stored: whoever takes it at the same moment comes either after
-- the message, or before the look at who may write. outcome: done or unknown.
create or replace function post_trade_message(
  p_ctx call_context, p_trade bigint, p_body text,
  out outcome text, out message jsonb, out streams text[])
language plpgsql as $$
declare t trades;
begin
  select * into t from trades where id = p_trade for share;
  if t.id is null or (t.status <> 'open' and trade_role(p_ctx, t) = 'other') then
    outcome := 'unknown'; return;
  end if;
  select m.message, m.streams into message, streams from post_message(
    p_ctx, 'trade:' || t.id, array_remove(array[t.seller_id, t.buyer_id], null), trade_streams(t),
    jsonb_build_object('tradeId', t.id), p_ctx.actor_id, 'message.sent', p_body, p_is_kept => true) m;
  outcome := 'done';
end $$;
