/**
 * What can happen to an ad.
 *
 * Locks, everywhere in the market and always in this order, so that no two ways through it deadlock:
 * the ad, its offer, the offer's dispute, the wallets, the event streams. What begins with an offer and
 * may change its ad finds the ad and locks that first; what is said in a dispute needs no ad.
 */
export const ADS = /* sql */ `
-- Makes an ad; the fields are named like the columns. outcome: done, refused (detail: why, as
-- deal_refusal says it), no_rate, min_too_high (detail: what the ad is worth) or insufficient_funds.
create function create_ad(p_owner bigint, p_fields jsonb, p_rates jsonb, p_at timestamptz)
returns table (outcome text, detail text, ad jsonb) language plpgsql as $$
declare a ads := jsonb_populate_record(null::ads, p_fields); v_worth numeric;
begin
  detail := deal_refusal(p_owner, a.crypto_currency, a.crypto_amount);
  if detail is not null then outcome := 'refused'; return next; return; end if;
  v_worth := round(a.crypto_amount * ad_price(a, p_rates), 2);
  if v_worth is null then outcome := 'no_rate'; return next; return; end if;
  if a.min_limit > v_worth then
    outcome := 'min_too_high'; detail := shown_amount(v_worth); return next; return;
  end if;
  a.id := nextval(pg_get_serial_sequence('ads', 'id'));
  if a.ad_type = 'sell' then
    a.hold_id := ledger.hold(p_owner, 'p2p', a.crypto_currency, a.crypto_amount, 'ad:' || a.id, p_at);
    if a.hold_id is null then outcome := 'insufficient_funds'; return next; return; end if;
  end if;
  a.owner_id := p_owner; a.available := a.crypto_amount; a.status := 'active';
  a.created_at := p_at; a.updated_at := p_at;
  insert into ads overriding system value select a.*;
  perform tell_of_ad(a, 'ad.created', p_owner, p_at);
  if a.end_date < day_of(p_at) then
    a := end_ad(a, 'expired', 'ad.expired', null, p_at);
  else
    perform await_ad_end(a, p_at);
  end if;
  return query select 'done', null, ad_shown(a, p_rates);
end $$;

-- The day it is, in UTC.
create function day_of(p_at timestamptz) returns date language sql immutable as $$
  select (p_at at time zone 'UTC')::date
$$;

-- Tells the owner. Without a price that floats: it is what it is when somebody looks.
create function tell_of_ad(a ads, p_type text, p_actor bigint, p_at timestamptz)
returns void language plpgsql as $$
begin
  perform record_event(array['user:' || a.owner_id], p_type,
                       jsonb_build_object('ad', ad_json(a, null)), p_actor, p_at);
end $$;

-- Has the ad looked at again when its last day is over.
create function await_ad_end(a ads, p_at timestamptz) returns void language plpgsql as $$
begin
  if a.end_date is null then return; end if;
  perform enqueue_job('ad.expire', jsonb_build_object('adId', a.id),
                      (a.end_date + 1)::timestamp at time zone 'UTC', p_at);
end $$;

-- Ends an ad that is locked, and gives back what no offer has reserved.
create function end_ad(a ads, p_status text, p_event text, p_actor bigint, p_at timestamptz)
returns ads language plpgsql as $$
declare v_hold bigint := a.hold_id;
begin
  update ads set status = p_status, available = 0, hold_id = null, updated_at = p_at
   where id = a.id returning * into a;
  if v_hold is not null then perform ledger.void(v_hold, p_at); end if;
  perform tell_of_ad(a, p_event, p_actor, p_at);
  return a;
end $$;

-- Applies the first of the given rules that fits the ad's status and the actor's role; nobody (null)
-- is time itself. What staff do is audited.
-- outcome: done, unknown, early (time came too soon and will come again) or refused.
create function transition_ad(
  p_ad bigint, p_actor bigint, p_staff boolean, p_event text, p_from text[], p_role text[],
  p_to text[], p_rates jsonb, p_address text, p_at timestamptz)
returns table (outcome text, ad jsonb) language plpgsql as $$
declare a ads; v_role text; v_to text;
begin
  select * into a from ads where id = p_ad for no key update;
  if not found then return query select 'unknown', null::jsonb; return; end if;
  v_role := case when p_actor is null then 'system'
                 when p_actor = a.owner_id then 'owner'
                 when p_staff then 'staff' else 'other' end;
  select p_to[i] into v_to from generate_subscripts(p_from, 1) i
   where p_from[i] = a.status and p_role[i] = v_role limit 1;
  if not found then return query select 'refused', ad_shown(a, p_rates); return; end if;
  if v_role = 'system' and a.end_date >= day_of(p_at) then
    perform await_ad_end(a, p_at);
    return query select 'early', ad_shown(a, p_rates); return;
  end if;
  a := end_ad(a, v_to, p_event, p_actor, p_at);
  if v_role = 'staff' then
    perform record_audit(p_actor, p_event, 'ad:' || a.id, jsonb_build_object('user', a.owner_id),
                         p_at, p_address);
  end if;
  return query select 'done', ad_shown(a, p_rates);
end $$;
`
