
create table ads (
  id                     bigint generated always as identity primary key,
  owner_id               bigint not null references users,
  ad_type                text not null check (ad_type in ('buy', 'sell')),
  crypto_currency        text not null references ledger.assets,
  fiat_currency          text not null,
  payment_method         text not null,
  price_type             text not null check (price_type in ('fixed', 'floating')),
  price_per_unit         numeric(28,8) check (price_per_unit > 0),
  margin                 numeric(5,2),
  crypto_amount          numeric(40,20) not null check (crypto_amount > 0),
  available              numeric(40,20) not null,
  min_limit              numeric(42,2) check (min_limit > 0),
  max_limit              numeric(42,2) check (max_limit >= min_limit),
  start_date             date not null,
  end_date               date check (end_date >= start_date),
  auto_reply_message     text,
  terms_of_trade         text,
  additional_information text,
  time_to_pay            integer not null check (time_to_pay between 1 and 10080),
  status                 text not null
                         check (status in ('active', 'in_progress', 'completed', 'closed', 'expired')),
  -- On a sell ad: holds what is available.
  hold_id                bigint unique references ledger.holds,
  trade_started_at       timestamptz,
  trade_completed_at     timestamptz,
  created_at             timestamptz not null,
  updated_at             timestamptz not null,
  constraint never_oversold check (available >= 0 and available <= crypto_amount),
  constraint active_is_available check ((status = 'active') = (available > 0)),
  constraint available_is_held check ((hold_id is not null) = (ad_type = 'sell' and available > 0)),
  constraint price_fits_its_type check (case price_type when 'fixed' then price_per_unit is not null
                                                        else margin is not null end)
) with (fillfactor = 80);
create index ads_active on ads (id) where status = 'active';
create index ads_active_market on ads (crypto_currency, fiat_currency, ad_type, id)
  where status = 'active';
create index ads_owner on ads (owner_id, id);

create table offers (
  id                  bigint generated always as identity primary key,
  ad_id               bigint not null references ads,
  maker_id            bigint not null references users,
  seller_id           bigint not null references users,
  buyer_id            bigint not null references users,
  amount              numeric(40,20) not null check (amount > 0),
  price_per_unit      numeric(28,8) not null,
  fiat_amount         numeric(42,2) not null check (fiat_amount > 0),
  fee                 numeric(40,20) not null check (fee >= 0 and fee < amount),
  status              text not null check (status in
                      ('pending', 'paid', 'released', 'cancelled', 'expired', 'disputed')),
  hold_id             bigint not null unique references ledger.holds,
  bank_account_name   text,
  bank_account_number text,
  bank_name           text,
  -- Until when the buyer has to pay; moved on when Souk itself was away.
  expires_at          timestamptz not null,
  paid_at             timestamptz,
  released_at         timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  check (seller_id <> buyer_id and maker_id in (seller_id, buyer_id)),
  check ((status = 'released') = (released_at is not null))
) with (fillfactor = 80);
create index offers_seller on offers (seller_id, id);
create index offers_buyer on offers (buyer_id, id);
create index offers_ad on offers (ad_id, id);
create index offers_running on offers (ad_id) where status in ('pending', 'paid', 'disputed');
create index offers_pending on offers (expires_at) where status = 'pending';

create table disputes (
  offer_id     bigint primary key references offers,
  opened_by    bigint not null references users,
  reason       text not null,
  prior_status text not null,
  assigned_to  bigint references users,
  -- Until when the other side has to answer; moved on when Souk itself was away.
  answer_by    timestamptz not null,
  answered_at  timestamptz,
  escalated_at timestamptz,
  -- The member of staff who settled it; nobody, when the seller released of his own accord.
  resolved_by  bigint references users,
  decision     text check (decision in ('release', 'refund')),
  note         text,
  resolved_at  timestamptz,
  created_at   timestamptz not null,
  check ((decision is null) = (resolved_at is null))
);
create index disputes_assigned on disputes (assigned_to, offer_id);
create index disputes_open on disputes (offer_id) where resolved_at is null;

create table dispute_entries (
  id         bigint generated always as identity primary key,
  offer_id   bigint not null references disputes,
  author_id  bigint not null references users,
  kind       text not null check (kind in ('statement', 'note')),
  body       text not null,
  created_at timestamptz not null
);
create index dispute_entries_offer on dispute_entries (offer_id, id);
create trigger append_only before update or delete or truncate on dispute_entries
  for each statement execute function refuse_change('is append-only');

create table ratings (
  offer_id   bigint not null references offers,
  rater_id   bigint not null references users,
  rated_id   bigint not null references users,
  positive   boolean not null,
  comment    text,
  created_at timestamptz not null,
  primary key (offer_id, rater_id)
);
create index ratings_rated on ratings (rated_id, offer_id);

-- The ratings of each user, counted.
create table reputations (
  user_id  bigint primary key references users,
  positive bigint not null default 0,
  negative bigint not null default 0
) with (fillfactor = 80);


-- An exact amount with at least two decimals.
create function shown_amount(p_amount numeric) returns text language sql immutable as $$
  select case when scale(trim_scale(p_amount)) < 2 then round(p_amount, 2)
              else trim_scale(p_amount) end::text
$$;

-- A user as others may come to see him, nothing masked yet.
create view profile_view as
select u.id, u.uuid, u.email, u.last_login as "lastLogin", u.is_staff as "isStaff",
       u.is_active as "isActive", u.fullname, u.display_name as "displayName",
       u.created_at as "createdAt", u.updated_at as "updatedAt",
       coalesce(r.positive, 0) as positive, coalesce(r.negative, 0) as negative
  from users u left join reputations r on r.user_id = u.id;

-- What one unit costs now. Null for a floating price without a rate; rates are {"btc:usd": "60000"}.
create function ad_price(a ads, p_rates jsonb) returns numeric language sql immutable as $$
  select case a.price_type when 'fixed' then a.price_per_unit
    else nullif(round((p_rates ->> (a.crypto_currency || ':' || a.fiat_currency))::numeric
                      * (1 + a.margin / 100), 8), 0) end
$$;

create function ad_json(a ads, p_rates jsonb) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', a.id, 'ownerId', a.owner_id, 'cryptoCurrency', a.crypto_currency,
    'pricePerUnit', shown_amount(ad_price(a, p_rates)), 'priceType', a.price_type,
    'margin', a.margin::text, 'adType', a.ad_type, 'paymentMethod', a.payment_method,
    'fiatCurrency', a.fiat_currency, 'cryptoAmount', shown_amount(a.crypto_amount),
    'startDate', a.start_date, 'endDate', a.end_date, 'autoReplyMessage', a.auto_reply_message,
    'termsOfTrade', a.terms_of_trade, 'additionalInformation', a.additional_information,
    'status', a.status, 'minLimit', shown_amount(coalesce(a.min_limit, 0)),
    'maxLimit', shown_amount(coalesce(a.max_limit, round(a.crypto_amount * ad_price(a, p_rates), 2))),
    'totalAvailable', shown_amount(a.available), 'tradeStartedAt', a.trade_started_at,
    'tradeCompletedAt', a.trade_completed_at, 'timeToPay', a.time_to_pay,
    'createdAt', a.created_at, 'updatedAt', a.updated_at)
$$;

-- The same with its owner.
create function ad_shown(a ads, p_rates jsonb) returns jsonb language sql stable as $$
  select ad_json(a, p_rates) || jsonb_build_object('user', to_jsonb(p))
    from profile_view p where p.id = a.owner_id
$$;

create view offer_view as
select o.id, o.created_at as "createdAt", shown_amount(o.amount) as "currencyAmount", o.status,
       shown_amount(o.fiat_amount) as "fiatAmount", o.paid_at is not null as "hasIndicatedPaid",
       o.ad_id as ad, case o.maker_id when s.id then s.uuid else b.uuid end as "user",
       a.ad_type as "adType", a.crypto_currency as "cryptoCurrency",
       a.fiat_currency as "fiatCurrency", a.payment_method as "paymentMethod",
       shown_amount(o.price_per_unit) as "pricePerUnit", shown_amount(o.fee) as fee,
       o.maker_id as "makerId", o.seller_id as "sellerId", s.display_name as "sellerName",
       o.buyer_id as "buyerId", b.display_name as "buyerName",
       o.bank_account_name as "bankAccountName", o.bank_account_number as "bankAccountNumber",
       o.bank_name as "bankName", o.expires_at as "expiresAt", o.paid_at as "paidAt",
       o.released_at as "releasedAt", d.reason as "disputeReason", d.note as resolution,
       o.updated_at as "updatedAt"
  from offers o join ads a on a.id = o.ad_id
  join users s on s.id = o.seller_id join users b on b.id = o.buyer_id
  left join disputes d on d.offer_id = o.id;

create view dispute_view as
select d.offer_id as "offerId",
       case when d.resolved_at is not null then 'resolved'
            when d.escalated_at is not null then 'escalated' else 'open' end as status,
       d.opened_by as "openedBy", o.display_name as "openedByName", d.reason,
       d.answer_by as "answerBy", d.answered_at as "answeredAt", d.escalated_at as "escalatedAt",
       d.assigned_to as "assignedTo", s.display_name as "assignedToName",
       d.decision as outcome, d.note, d.resolved_at as "resolvedAt", d.created_at as "createdAt"
  from disputes d join users o on o.id = d.opened_by left join users s on s.id = d.assigned_to;

create view dispute_entry_view as
select e.id, e.offer_id as "offerId", e.kind, e.author_id as "authorId",
       u.display_name as "authorName", e.body, e.created_at as "createdAt"
  from dispute_entries e join users u on u.id = e.author_id;


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


-- Keeps the dispute in step with its offer, whose transition this is a part of.
create function keep_dispute(
  o offers, p_from text, p_event text, p_actor bigint, p_note text, p_address text, p_at timestamptz)
returns void language plpgsql as $$
declare v_decision text := case o.status when 'released' then 'release' else 'refund' end;
begin
  if p_event = 'offer.disputed' then
    insert into disputes (offer_id, opened_by, reason, prior_status, answer_by, created_at)
    values (o.id, p_actor, p_note, p_from, p_at + interval '24 hours', p_at);
    perform await_answer(o.id, p_at);
  elsif p_from = 'disputed' then
    update disputes set decision = v_decision, note = p_note, resolved_at = p_at,
           resolved_by = case p_event when 'offer.resolved' then p_actor end where offer_id = o.id;
  end if;
  if p_event = 'offer.resolved' then
    perform record_audit(p_actor, 'dispute.resolved', 'offer:' || o.id,
      jsonb_build_object('outcome', v_decision, 'note', p_note), p_at, p_address);
  end if;
end $$;

-- Has the dispute looked at when the other side's time to answer is over.
create function await_answer(p_offer bigint, p_at timestamptz) returns void language plpgsql as $$
begin
  perform enqueue_job('dispute.escalate', jsonb_build_object('offerId', offer_id), answer_by, p_at)
     from disputes where offer_id = p_offer;
end $$;

-- The other side has let its time pass: says so to both; no money moves.
-- outcome: done, early (and will come again), or over.
create function escalate_dispute(p_offer bigint, p_at timestamptz)
returns table (outcome text, offer jsonb) language plpgsql as $$
declare d disputes;
begin
  perform from offers where id = p_offer for no key update;
  select * into d from disputes where offer_id = p_offer;
  if d.offer_id is null or d.answered_at is not null or d.escalated_at is not null
     or d.resolved_at is not null then
    outcome := 'over';
  elsif d.answer_by > p_at then
    perform await_answer(p_offer, p_at);
    outcome := 'early';
  else
    update disputes set escalated_at = p_at where offer_id = p_offer;
    offer := tell_of_offer(p_offer, 'offer.escalated', null, 'both', p_at);
    outcome := 'done';
  end if;
  return next;
end $$;

-- Adds a 'statement' (by the sides and staff, while the offer is disputed) or a 'note' (by staff,
-- also afterwards). The first statement of the other side is its answer. Both sides hear of it.
-- outcome: done, unknown, not_yours or over.
create function add_dispute_entry(
  p_offer bigint, p_actor bigint, p_staff boolean, p_kind text, p_body text, p_address text,
  p_at timestamptz)
returns table (outcome text, entry jsonb, offer jsonb) language plpgsql as $$
declare o offers; d disputes; v_side boolean; v_id bigint;
begin
  select * into o from offers where id = p_offer for no key update;
  select * into d from disputes where offer_id = p_offer;
  v_side := p_actor in (o.seller_id, o.buyer_id);
  outcome := case when o.id is null then 'unknown'
                  when p_kind = 'note' and v_side then 'not_yours'
                  when not (v_side or p_staff) then 'not_yours'
                  when d.offer_id is null then 'unknown'
                  when p_kind = 'statement' and d.resolved_at is not null then 'over' end;
  if outcome is not null then return next; return; end if;
  insert into dispute_entries (offer_id, author_id, kind, body, created_at)
  values (p_offer, p_actor, p_kind, p_body, p_at) returning id into v_id;
  if v_side and p_actor <> d.opened_by then
    update disputes set answered_at = p_at where offer_id = p_offer and answered_at is null;
  end if;
  if not v_side then
    perform record_audit(p_actor, 'dispute.' || p_kind || '_added', 'offer:' || p_offer,
      jsonb_build_object('entry', v_id), p_at, p_address);
  end if;
  if p_kind = 'statement' then
    offer := tell_of_offer(p_offer, 'offer.statement', p_actor, null, p_at);
  end if;
  select to_jsonb(v) into entry from dispute_entry_view v where v.id = v_id;
  outcome := 'done'; return next;
end $$;

-- Gives a dispute to a member of staff (his UUID or number). outcome: done, unknown, not_yours, over or not_staff.
create function assign_dispute(
  p_offer bigint, p_actor bigint, p_user text, p_address text, p_at timestamptz)
returns table (outcome text, dispute jsonb) language plpgsql as $$
declare o offers; d disputes; v_user bigint;
begin
  select * into o from offers where id = p_offer for no key update;
  select * into d from disputes where offer_id = p_offer;
  select id into v_user from users
   where id = user_of(p_user) and is_staff and is_active and id not in (o.seller_id, o.buyer_id);
  outcome := case when d.offer_id is null then 'unknown'
                  when p_actor in (o.seller_id, o.buyer_id) then 'not_yours'
                  when d.resolved_at is not null then 'over'
                  when v_user is null then 'not_staff' end;
  if outcome is not null then return next; return; end if;
  update disputes set assigned_to = v_user where offer_id = p_offer;
  perform record_audit(p_actor, 'dispute.assigned', 'offer:' || p_offer,
    jsonb_build_object('userId', v_user), p_at, p_address);
  select to_jsonb(v) into dispute from dispute_view v where v."offerId" = p_offer;
  outcome := 'done'; return next;
end $$;
