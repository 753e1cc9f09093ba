/** What can happen to an offer, and through it to its ad. */
export const OFFERS = /* sql */ `
create function offer_streams(p_offer bigint, p_seller bigint, p_buyer bigint)
returns text[] language sql immutable as $$
  select array['offer:' || p_offer, 'user:' || p_seller, 'user:' || p_buyer]
$$;

-- Why an offer on a locked ad is refused; outcome null when it is not. It has its price already.
create function offer_refusal(a ads, o offers, p_at timestamptz, out outcome text, out detail text)
language plpgsql stable as $$
declare
  v_deal text := deal_refusal(o.maker_id, a.crypto_currency, o.amount);
  v_worth numeric := round(o.amount * o.price_per_unit, 2);
  v_payment text := payment_refusal(a.payment_method, a.fiat_currency, v_worth);
  v_decimals smallint := (select decimals from ledger.assets where code = a.crypto_currency);
  v_missing text := array_to_string(array_remove(array[
    case when o.bank_account_name is null then 'bankAccountName' end,
    case when o.bank_account_number is null then 'bankAccountNumber' end,
    case when o.bank_name is null then 'bankName' end], null), ' ');
begin
  select r.outcome, r.detail into outcome, detail from (values
    (1, 'own_ad', null, a.owner_id = o.maker_id),
    (2, 'refused', v_deal, v_deal is not null),
    (3, 'not_open', null, a.status in ('completed', 'closed', 'expired')),
    (4, 'not_open', null, not (select is_active from users where id = a.owner_id)),
    (5, 'not_started', a.start_date::text, a.start_date > day_of(p_at)),
    (6, 'too_fine', v_decimals::text, scale(trim_scale(o.amount)) > v_decimals),
    (7, 'bank_required', v_missing, a.ad_type = 'buy' and v_missing <> ''),
    (8, 'no_rate', null, o.price_per_unit is null),
    (9, 'worthless', null, v_worth = 0),
    (10, 'wrong_fiat', shown_amount(v_worth), v_worth <> o.fiat_amount),
    (11, 'below_minimum', shown_amount(a.min_limit), v_worth < a.min_limit),
    (12, 'above_maximum', shown_amount(a.max_limit), v_worth > a.max_limit),
    (13, 'payment_refused', v_payment, v_payment is not null),
    (14, 'not_available', shown_amount(a.available), o.amount > a.available),
    (15, 'not_open', null, deal_refusal(a.owner_id, a.crypto_currency, o.amount) is not null)
  ) r (rank, outcome, detail, applies) where r.applies order by r.rank limit 1;
end $$;

-- Takes the offer's amount from what the ad has left, and holds it: on a sell ad it is cut out of
-- what the ad holds, else it comes from the maker's wallet. o.hold_id stays null when that has too
-- little; nothing is changed then.
create function reserve_offer(a ads, o offers, p_at timestamptz) returns offers language plpgsql as $$
declare v_left numeric := a.available - o.amount; v_holds bigint[];
begin
  if a.ad_type = 'buy' then
    o.hold_id := ledger.hold(
      o.maker_id, 'p2p', a.crypto_currency, o.amount, 'offer:' || o.id, p_at);
    if o.hold_id is null then return o; end if;
  else
    v_holds := ledger.regroup(
      array[a.hold_id], array_remove(array[o.amount, nullif(v_left, 0)], null),
      array_remove(array['offer:' || o.id, case when v_left > 0 then 'ad:' || a.id end], null), p_at);
    o.hold_id := v_holds[1]; a.hold_id := v_holds[2];
  end if;
  update ads set available = v_left, status = case v_left when 0 then 'in_progress' else 'active' end,
         hold_id = a.hold_id, trade_started_at = coalesce(trade_started_at, p_at),
         updated_at = p_at where id = a.id;
  return o;
end $$;

-- Makes an offer; the fields are named like the columns. outcome: done, unknown_ad,
-- insufficient_funds, or what offer_refusal says.
create function create_offer(
  p_maker bigint, p_fields jsonb, p_rates jsonb, p_fee_percent numeric, p_at timestamptz)
returns table (outcome text, detail text, offer jsonb) language plpgsql as $$
declare a ads; o offers := jsonb_populate_record(null::offers, p_fields); v_decimals smallint;
begin
  select * into a from ads where id = o.ad_id for no key update;
  if not found then outcome := 'unknown_ad'; return next; return; end if;
  o.maker_id := p_maker; o.price_per_unit := ad_price(a, p_rates);
  select r.outcome, r.detail into outcome, detail from offer_refusal(a, o, p_at) r;
  if outcome is not null then return next; return; end if;
  o.id := nextval(pg_get_serial_sequence('offers', 'id'));
  o := reserve_offer(a, o, p_at);
  if o.hold_id is null then outcome := 'insufficient_funds'; return next; return; end if;

  select decimals into v_decimals from ledger.assets where code = a.crypto_currency;
  o.fee := trunc(o.amount * p_fee_percent / 100, v_decimals);
  o.seller_id := case a.ad_type when 'sell' then a.owner_id else p_maker end;
  o.buyer_id := case a.ad_type when 'sell' then p_maker else a.owner_id end;
  o.status := 'pending'; o.created_at := p_at; o.updated_at := p_at;
  o.expires_at := p_at + a.time_to_pay * interval '1 minute';
  insert into offers overriding system value select o.*;

  perform enqueue_job('offer.expire', jsonb_build_object('offerId', o.id), o.expires_at, p_at);
  offer := tell_of_offer(o.id, 'offer.created', p_maker, 'other', p_at);
  if a.auto_reply_message <> '' then
    perform post_message('offer:' || o.id, offer_streams(o.id, o.seller_id, o.buyer_id),
      jsonb_build_object('offerId', o.id), a.owner_id, a.auto_reply_message, p_at, 'offer.message');
  end if;
  outcome := 'done'; return next;
end $$;

-- Records an event of an offer and mails it: to the 'seller', the 'buyer', the 'other' side than the
-- actor, 'both', or nobody (null). Returns the offer.
create function tell_of_offer(
  p_offer bigint, p_type text, p_actor bigint, p_mail text, p_at timestamptz)
returns jsonb language plpgsql as $$
declare o offers; v_offer jsonb; v_by text;
begin
  select * into o from offers where id = p_offer;
  select to_jsonb(v) into v_offer from offer_view v where v.id = p_offer;
  select display_name into v_by from users where id = p_actor;
  perform record_event(offer_streams(o.id, o.seller_id, o.buyer_id), p_type,
                       jsonb_build_object('offer', v_offer, 'by', v_by), p_actor, p_at);
  perform queue_mail(user_id, p_type, jsonb_build_object(
      'offerId', o.id, 'adId', o.ad_id, 'name', v_by, 'amount', v_offer -> 'currencyAmount',
      'received', shown_amount(o.amount - o.fee),
      'coin', v_offer -> 'cryptoCurrency', 'fiatAmount', v_offer -> 'fiatAmount',
      'fiatCurrency', v_offer -> 'fiatCurrency', 'status', o.status), p_at)
    from (values (o.seller_id, 'seller'), (o.buyer_id, 'buyer')) side (user_id, name)
   where p_mail in (name, 'both') or (p_mail = 'other' and user_id is distinct from p_actor);
  return v_offer;
end $$;

-- Gives a reserved amount back: to the ad while that is open, else to the seller's wallet.
create function give_back_offer(a ads, o offers, p_at timestamptz) returns void language plpgsql as $$
begin
  if a.status not in ('active', 'in_progress') then
    perform ledger.void(o.hold_id, p_at);
    return;
  end if;
  if a.ad_type = 'buy' then
    perform ledger.void(o.hold_id, p_at);
  else
    a.hold_id := (ledger.regroup(array_remove(array[o.hold_id, a.hold_id], null),
                                 array[a.available + o.amount], array['ad:' || a.id], p_at))[1];
  end if;
  update ads set available = available + o.amount, status = 'active', hold_id = a.hold_id,
         updated_at = p_at where id = a.id;
end $$;

-- Completes an ad that is used up, once none of its offers is under way.
create function complete_ad(a ads, p_at timestamptz) returns void language plpgsql as $$
begin
  if a.status <> 'in_progress' then return; end if;
  perform from offers where ad_id = a.id and status in ('pending', 'paid', 'disputed');
  if found then return; end if;
  update ads set status = 'completed', trade_completed_at = p_at, updated_at = p_at
   where id = a.id returning * into a;
  perform tell_of_ad(a, 'ad.completed', null, p_at);
end $$;

-- Applies the first of the given rules that fits the offer's status and the actor's role; nobody
-- (null) is time itself. outcome: done, unknown, early (time came too soon and will come again) or
-- refused (offer is as it stands).
create function transition_offer(
  p_offer bigint, p_actor bigint, p_staff boolean, p_event text, p_mail text,
  p_from text[], p_role text[], p_to text[], p_escrow text[], p_note text, p_address text,
  p_at timestamptz)
returns table (outcome text, offer jsonb) language plpgsql as $$
declare a ads; o offers; v_role text; v_rule integer; v_from text;
begin
  select * into a from ads where id = (select ad_id from offers where id = p_offer)
     for no key update;
  if not found then outcome := 'unknown'; return next; return; end if;
  select * into o from offers where id = p_offer for no key update;
  v_from := o.status; v_role := offer_role(a, o, p_actor, p_staff);
  select i into v_rule from generate_subscripts(p_from, 1) i
   where p_from[i] = o.status and p_role[i] = v_role limit 1;
  if not found then
    return query select 'refused', to_jsonb(v) from offer_view v where v.id = p_offer; return;
  end if;
  if v_role = 'system' and o.expires_at > p_at then
    perform enqueue_job('offer.expire', jsonb_build_object('offerId', o.id), o.expires_at, p_at);
    return query select 'early', to_jsonb(v) from offer_view v where v.id = p_offer; return;
  end if;

  update offers set
    status      = p_to[v_rule],
    updated_at  = p_at,
    paid_at     = case p_event when 'offer.paid' then p_at else paid_at end,
    released_at = case p_to[v_rule] when 'released' then p_at else released_at end
  where id = p_offer returning * into o;
  if p_escrow[v_rule] = 'post' then
    perform ledger.post(o.hold_id, array[
      (o.buyer_id, 'p2p', o.amount - o.fee)::ledger.credit,
      (null, 'fees', o.fee)::ledger.credit], p_event, p_at);
  elsif p_escrow[v_rule] = 'return' then
    perform give_back_offer(a, o, p_at);
  end if;
  perform keep_dispute(o, v_from, p_event, p_actor, p_note, p_address, p_at);
  offer := tell_of_offer(o.id, p_event, p_actor, p_mail, p_at);
  if p_escrow[v_rule] = 'post' then perform complete_ad(a, p_at); end if;
  outcome := 'done'; return next;
end $$;

-- What the actor is to an offer; a member of staff who is a side of it is only that side.
create function offer_role(a ads, o offers, p_actor bigint, p_staff boolean)
returns text language sql immutable as $$
  select case
    when p_actor is null then 'system'
    when p_actor in (o.seller_id, o.buyer_id) then
      case p_actor when o.seller_id then 'seller_' else 'buyer_' end ||
      case p_actor when a.owner_id then 'owner' else 'maker' end
    when p_staff then 'staff' else 'other' end
$$;

-- Rates the other side of a released offer. outcome: done, unknown, not_yours, not_released or rated.
create function rate_offer(
  p_offer bigint, p_rater bigint, p_positive boolean, p_comment text, p_at timestamptz)
returns table (outcome text, rating jsonb) language plpgsql as $$
declare o offers; r ratings;
begin
  select * into o from offers where id = p_offer;
  outcome := case when o.id is null then 'unknown'
                  when p_rater not in (o.seller_id, o.buyer_id) then 'not_yours'
                  when o.status <> 'released' then 'not_released' end;
  if outcome is not null then return next; return; end if;
  insert into ratings (offer_id, rater_id, rated_id, positive, comment, created_at)
  values (o.id, p_rater, o.seller_id + o.buyer_id - p_rater, p_positive, p_comment, p_at)
  on conflict do nothing returning * into r;
  if r.offer_id is null then outcome := 'rated'; return next; return; end if;
  insert into reputations as known (user_id, positive, negative)
  values (r.rated_id, p_positive::integer, (not p_positive)::integer)
  on conflict (user_id) do update set positive = known.positive + excluded.positive,
                                      negative = known.negative + excluded.negative;
  outcome := 'done';
  rating := jsonb_build_object('offerId', r.offer_id, 'userId', r.rated_id, 'positive', r.positive,
                               'comment', r.comment, 'createdAt', r.created_at);
  return next;
end $$;
`
