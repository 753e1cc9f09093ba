-- What can happen to an ad.
--
-- Locks, everywhere in the market and always in this order, so that no two ways through it deadlock:
-- the ad, its offer, the offer's dispute, the wallets, the event streams. What begins with an offer
-- and may change its ad finds the ad and locks that first; what is said in a dispute needs no ad.

-- The day it is, in UTC.
create or replace function utc_date(p_at timestamptz) returns date language sql immutable as $$
  select (p_at at time zone 'UTC')::date
$$;

-- Makes an ad; the fields are named like the columns. outcome: done, refused (detail: why, as
-- deal_refusal says it), no_rate, worthless (nobody could pay for it), min_too_high (detail: what the ad is
-- worth) or insufficient_funds.
create or replace function create_ad(
  p_ctx call_context, p_fields jsonb, p_rates jsonb, p_caps jsonb,
  out outcome text, out detail text, out ad jsonb, out streams text[])
language plpgsql as $$
declare a ads := jsonb_populate_record(null::ads, p_fields); v_worth numeric;
begin
  detail := coalesce(deal_refusal(p_ctx.actor_id, a.crypto_currency, a.crypto_amount),
                     ads_cap(p_ctx.actor_id, p_caps));
  if detail is not null then outcome := 'refused'; return; end if;
  v_worth := worth(a, a.crypto_amount, ad_price(a, p_rates));
  outcome := case when v_worth is null then 'no_rate' when v_worth = 0 then 'worthless' end;
  if outcome is not null then return; end if;
  if a.min_limit > v_worth then
    outcome := 'min_too_high'; detail := format_amount(v_worth); return;
  end if;
  a.id := nextval('ads_id_seq');
  a.owner_id := p_ctx.actor_id;
  if a.ad_type = 'sell' then
    a.hold_id := ledger.hold(
      a.owner_id, 'p2p', a.crypto_currency, a.crypto_amount, 'ad:' || a.id, p_ctx.at);
    if a.hold_id is null then outcome := 'insufficient_funds'; return; end if;
  end if;
  a.available := a.crypto_amount; a.status := 'active';
  a.created_at := p_ctx.at; a.updated_at := p_ctx.at;
  insert into ads overriding system value select a.*;
  streams := record_ad_event(p_ctx, a, 'ad.created');
  if a.end_date < utc_date(p_ctx.at) then
    a := end_ad(by_system(p_ctx), a, 'expired', 'ad.expired');
  else
    perform schedule_ad_expiry(p_ctx, a);
  end if;
  ad := ad_with_owner(a, p_rates);
  outcome := 'done';
end $$;

-- Why somebody may not have one ad more, as deal_refusal has it.
create or replace function ads_cap(p_user bigint, p_caps jsonb) returns text language plpgsql as $$
declare v_most integer := cap_of(p_user, p_caps);
begin
  if v_most is null then return null; end if;
  if v_most <= (select count(*) from (select from ads where owner_id = p_user
                  and status in ('active', 'in_progress') limit v_most) running) then
    return 'cap ' || v_most || ' ads';
  end if;
  return null;
end $$;

-- Tells the owner. Without a price that floats: it is what it is when somebody looks.
create or replace function record_ad_event(p_ctx call_context, a ads, p_type text)
returns text[] language plpgsql as $$
begin
  return record_event(p_ctx, array['user:' || a.owner_id], p_type,
                      jsonb_build_object('ad', ad_json(a, null)));
end $$;

-- Has the ad looked at again when its last day is over.
create or replace function schedule_ad_expiry(p_ctx call_context, a ads)
returns void language plpgsql as $$
begin
  if a.end_date is null then return; end if;
  perform enqueue_job(p_ctx, 'ad.expire', jsonb_build_object('adId', a.id),
                      (a.end_date + 1)::timestamp at time zone 'UTC');
end $$;

-- Ends an ad that is locked, and gives back what no offer has reserved. Its owner hears of it.
create or replace function end_ad(p_ctx call_context, a ads, p_status text, p_event text)
returns ads language plpgsql as $$
declare v_hold bigint := a.hold_id;
begin
  update ads set status = p_status, available = 0, hold_id = null, updated_at = p_ctx.at
   where id = a.id returning * into a;
  if v_hold is not null then perform ledger.void(v_hold, p_ctx.at); end if;
  perform record_ad_event(p_ctx, a, p_event);
  return a;
end $$;

-- What the actor is to an ad; nobody is time itself.
create or replace function ad_role(p_ctx call_context, a ads) returns text
language sql immutable as $$
  select case when p_ctx.actor_id is null then 'system'
              when p_ctx.actor_id = a.owner_id then 'owner'
              when p_ctx.is_staff then 'staff' else 'other' end
$$;

-- Applies the rule that fits the ad's status and the actor's role (see transition_trade). What staff
-- do is audited. outcome: done, unknown, early (time came too soon and will come again) or refused.
create or replace function transition_ad(
  p_ctx call_context, p_ad bigint, p_event text, p_rates jsonb, p_when text[], p_to text[],
  out outcome text, out ad jsonb, out streams text[])
language plpgsql as $$
declare a ads; v_role text; v_rule integer;
begin
  select * into a from ads where id = p_ad for no key update;
  if not found then outcome := 'unknown'; return; end if;
  v_role := ad_role(p_ctx, a);
  v_rule := array_position(p_when, a.status || '/' || v_role);
  if v_rule is null then
    outcome := 'refused';
  elsif v_role = 'system' and a.end_date >= utc_date(p_ctx.at) then
    perform schedule_ad_expiry(p_ctx, a);
    outcome := 'early';
  else
    a := end_ad(p_ctx, a, p_to[v_rule], p_event);
    streams := array['user:' || a.owner_id];
    if v_role = 'staff' then
      perform record_audit(
        p_ctx, p_event, 'ad:' || a.id, jsonb_build_object('user', a.owner_id));
    end if;
    outcome := 'done';
  end if;
  ad := ad_with_owner(a, p_rates);
end $$;

-- Takes an offer's amount from what a locked ad has left, and holds it: on a sell ad it is cut out of
-- what the ad holds, else it comes from the maker's wallet. A rest that nobody could pay for is kept for
-- the offer to come back to, and not offered. Returns the hold; null when that wallet has too little, and
-- nothing is changed then.
create or replace function reserve_ad(p_ctx call_context, a ads, o offers)
returns bigint language plpgsql as $$
declare v_left numeric := a.available - o.amount; v_hold bigint; v_holds bigint[];
begin
  if a.ad_type = 'buy' then
    v_hold := ledger.hold(
      o.maker_id, 'p2p', a.crypto_currency, o.amount, 'offer:' || o.id, p_ctx.at);
    if v_hold is null then return null; end if;
  else
    v_holds := ledger.regroup(
      array[a.hold_id], array_remove(array[o.amount, nullif(v_left, 0)], null),
      array_remove(array['offer:' || o.id, case when v_left > 0 then 'ad:' || a.id end], null),
      p_ctx.at);
    v_hold := v_holds[1]; a.hold_id := v_holds[2];
  end if;
  update ads set available = v_left,
         status = case when is_dust(a, v_left, o.price_per_unit) then 'in_progress' else 'active' end,
         hold_id = a.hold_id, trade_started_at = coalesce(trade_started_at, p_ctx.at),
         updated_at = p_ctx.at where id = a.id;
  return v_hold;
end $$;

-- Gives an offer's amount back: to the locked ad while that is open, else to the seller's wallet.
create or replace function unreserve_ad(p_ctx call_context, a ads, o offers)
returns void language plpgsql as $$
begin
  if a.status not in ('active', 'in_progress') then
    perform ledger.void(o.hold_id, p_ctx.at);
    return;
  end if;
  if a.ad_type = 'buy' then
    perform ledger.void(o.hold_id, p_ctx.at);
  else
    a.hold_id := (ledger.regroup(array_remove(array[o.hold_id, a.hold_id], null),
                                 array[a.available + o.amount], array['ad:' || a.id], p_ctx.at))[1];
  end if;
  update ads set available = available + o.amount, status = 'active', hold_id = a.hold_id,
         updated_at = p_ctx.at where id = a.id;
end $$;

-- Completes a locked ad that is used up, once none of its offers is under way, and gives back a rest that
-- nobody could pay for. Its owner hears of it.
create or replace function complete_ad(p_ctx call_context, a ads) returns void language plpgsql as $$
declare v_hold bigint := a.hold_id;
begin
  if a.status <> 'in_progress' then return; end if;
  perform from offers where ad_id = a.id and status in ('pending', 'paid', 'disputed');
  if found then return; end if;
  update ads set status = 'completed', available = 0, hold_id = null, trade_completed_at = p_ctx.at,
         updated_at = p_ctx.at where id = a.id returning * into a;
  if v_hold is not null then perform ledger.void(v_hold, p_ctx.at); end if;
  perform record_ad_event(by_system(p_ctx), a, 'ad.completed');
end $$;
