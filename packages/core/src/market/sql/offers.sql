-- What can happen to an offer, and through it to its ad. (The order of locks: ads.sql.)

create or replace function offer_streams(o offers) returns text[] language sql immutable as $$
  select array['offer:' || o.id, 'user:' || o.seller_id, 'user:' || o.buyer_id]
$$;

-- What the actor is to an offer; a member of staff who is a side of it is only that side.
create or replace function offer_role(p_ctx call_context, a ads, o offers)
returns text language sql immutable as $$
  select case
    when p_ctx.actor_id is null then 'system'
    when p_ctx.actor_id in (o.seller_id, o.buyer_id) then
      case p_ctx.actor_id when o.seller_id then 'seller_' else 'buyer_' end ||
      case p_ctx.actor_id when a.owner_id then 'owner' else 'maker' end
    when p_ctx.is_staff then 'staff' else 'other' end
$$;

-- Why an offer on a locked ad is refused; outcome null when it is not. It has its price already.
create or replace function offer_refusal(
  a ads, o offers, p_at timestamptz, out outcome text, out detail text)
language plpgsql stable as $$
declare
  v_deal text := deal_refusal(o.maker_id, a.crypto_currency, o.amount);
  v_worth numeric := worth(a, o.amount, o.price_per_unit);
  v_rest boolean := worth(a, a.available, o.price_per_unit) < a.min_limit;
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
    (5, 'not_started', a.start_date::text, a.start_date > utc_date(p_at)),
    (6, 'too_fine', v_decimals::text, scale(trim_scale(o.amount)) > v_decimals),
    (7, 'bank_required', v_missing, a.ad_type = 'buy' and v_missing <> ''),
    (8, 'no_rate', null, o.price_per_unit is null),
    (9, 'worthless', null, v_worth = 0),
    (10, 'wrong_fiat', format_amount(v_worth), v_worth <> o.fiat_amount),
    (11, 'only_whole', format_amount(a.available), v_rest and o.amount < a.available),
    (12, 'below_minimum', format_amount(a.min_limit), v_worth < a.min_limit and not v_rest),
    (13, 'above_maximum', format_amount(a.max_limit), v_worth > a.max_limit),
    (14, 'payment_refused', v_payment, v_payment is not null),
    (15, 'not_available', format_amount(case a.status when 'active' then a.available else 0 end),
      o.amount > a.available or a.status = 'in_progress'),
    (16, 'not_open', null, deal_refusal(a.owner_id, a.crypto_currency, o.amount) is not null)
  ) r (rank, outcome, detail, applies) where r.applies order by r.rank limit 1;
end $$;

-- Why somebody may not have one offer more under way, as deal_refusal has it; those made to them do not
-- count.
create or replace function offers_cap(p_user bigint, p_caps jsonb) returns text language plpgsql as $$
declare v_most integer := cap_of(p_user, p_caps);
begin
  if v_most is null then return null; end if;
  if v_most <= (select count(*) from (select from offers where maker_id = p_user
                  and status in ('pending', 'paid', 'disputed') limit v_most) running) then
    return 'cap ' || v_most || ' offers';
  end if;
  return null;
end $$;

-- Makes an offer; the fields are named like the columns. outcome: done, unknown_ad,
-- insufficient_funds, or what offer_refusal says; then terms are those of the ad that refuse it.
create or replace function create_offer(
  p_ctx call_context, p_fields jsonb, p_rates jsonb, p_fee_percent numeric, p_caps jsonb,
  out outcome text, out detail text, out terms jsonb, out offer jsonb, out streams text[])
language plpgsql as $$
declare a ads; o offers := jsonb_populate_record(null::offers, p_fields);
begin
  detail := offers_cap(p_ctx.actor_id, p_caps);
  select * into a from ads where id = o.ad_id for no key update;
  if not found then outcome := 'unknown_ad'; return; end if;
  terms := jsonb_build_object('coin', a.crypto_currency, 'fiat', a.fiat_currency,
                              'method', a.payment_method);
  o.maker_id := p_ctx.actor_id; o.price_per_unit := ad_price(a, p_rates);
  if detail is not null then outcome := 'refused'; return; end if;
  select r.outcome, r.detail into outcome, detail from offer_refusal(a, o, p_ctx.at) r;
  if outcome is not null then return; end if;
  o.id := nextval('offers_id_seq');
  o.hold_id := reserve_ad(p_ctx, a, o);
  if o.hold_id is null then outcome := 'insufficient_funds'; return; end if;

  o.fee := (select trunc(o.amount * p_fee_percent / 100, decimals)
              from ledger.assets where code = a.crypto_currency);
  o.seller_id := case a.ad_type when 'sell' then a.owner_id else o.maker_id end;
  o.buyer_id := case a.ad_type when 'sell' then o.maker_id else a.owner_id end;
  o.status := 'pending'; o.created_at := p_ctx.at; o.updated_at := p_ctx.at;
  o.expires_at := p_ctx.at + a.time_to_pay * interval '1 minute';
  insert into offers overriding system value select o.*;

  perform schedule_offer_expiry(p_ctx, o);
  offer := record_offer_event(p_ctx, o.id, 'offer.created', 'other');
  streams := offer_streams(o);
  if a.auto_reply_message <> '' then
    perform add_offer_message(p_ctx, o, a.owner_id, a.auto_reply_message);
  end if;
  outcome := 'done';
end $$;

-- Has the offer looked at when its time to pay is over.
create or replace function schedule_offer_expiry(p_ctx call_context, o offers)
returns void language plpgsql as $$
begin
  perform enqueue_job(p_ctx, 'offer.expire', jsonb_build_object('offerId', o.id), o.expires_at);
end $$;

-- Records an event of an offer, tells its sides unless it is their own doing, and mails it: to the 'seller', the 'buyer', the 'other' side than the
-- actor, 'both', or nobody (null). Returns the offer.
create or replace function record_offer_event(
  p_ctx call_context, p_offer bigint, p_type text, p_mail text)
returns jsonb language plpgsql as $$
declare o offers; v_offer jsonb; v_by text; v_username text;
begin
  select * into o from offers where id = p_offer;
  select to_jsonb(v) into v_offer from offer_view v where v.id = p_offer;
  select display_name, username into v_by, v_username from users where id = p_ctx.actor_id;
  perform record_event(p_ctx, offer_streams(o), p_type,
                       jsonb_build_object('offer', v_offer, 'by', v_by));
  if p_mail is null then return v_offer; end if;
  perform notify_offer(p_ctx, o, p_type, v_by, v_offer);
  perform enqueue_mail(p_ctx, user_id, p_type, jsonb_build_object(
      'offerId', o.id, 'adId', o.ad_id, 'name', v_by, 'username', v_username,
      'amount', v_offer -> 'currencyAmount',
      'received', format_amount(o.amount - o.fee),
      'coin', v_offer -> 'cryptoCurrency', 'fiatAmount', v_offer -> 'fiatAmount',
      'fiatCurrency', v_offer -> 'fiatCurrency', 'status', o.status))
    from (values (o.seller_id, 'seller'), (o.buyer_id, 'buyer')) side (user_id, name)
   where p_mail in (name, 'both')
      or (p_mail = 'other' and (p_ctx.actor_id is null or user_id <> p_ctx.actor_id));
  return v_offer;
end $$;

-- Tells the sides of an offer what has become of it.
create or replace function notify_offer(
  p_ctx call_context, o offers, p_event text, p_by text, p_offer jsonb)
returns void language plpgsql as $$
declare
  v_type text := upper(replace(p_event, '.', '_')); v_what text := split_part(p_event, '.', 2);
  v_amount text := (p_offer ->> 'currencyAmount') || ' ' || upper(p_offer ->> 'cryptoCurrency');
  v_data jsonb := jsonb_build_object('offerId', o.id, 'adId', o.ad_id);
  v_message text := case v_what
    when 'created' then p_by || ' has made an offer of ' || v_amount || ' on your ad'
    when 'paid' then 'The offer of ' || v_amount || ' is marked as paid'
    when 'released' then 'The ' || v_amount || ' of the offer have been released'
    when 'cancelled' then 'The offer of ' || v_amount || ' has been cancelled'
    when 'expired' then 'The time to pay for the offer of ' || v_amount || ' is over'
    when 'disputed' then 'The offer of ' || v_amount || ' is disputed: state your case'
    when 'escalated' then 'The dispute about ' || v_amount || ' is with staff now'
    else 'Staff have settled the dispute about ' || v_amount end;
begin
  perform notify(p_ctx, o.seller_id, v_type, 'Offer ' || v_what, v_message, v_data);
  perform notify(p_ctx, o.buyer_id, v_type, 'Offer ' || v_what, v_message, v_data);
end $$;

-- Applies the rule that fits the offer's status and the actor's role (see transition_trade); nobody
-- is time itself. outcome: done, unknown, early (time came too soon and will come again) or refused
-- (offer is as it stands).
create or replace function transition_offer(
  p_ctx call_context, p_offer bigint, p_event text, p_mail text, p_note text,
  p_when text[], p_to text[], p_escrow text[],
  out outcome text, out offer jsonb, out streams text[])
language plpgsql as $$
declare a ads; o offers; v_role text; v_rule integer; v_from text;
begin
  select * into a from ads where id = (select ad_id from offers where id = p_offer)
     for no key update;
  if not found then outcome := 'unknown'; return; end if;
  select * into o from offers where id = p_offer for no key update;
  v_from := o.status; v_role := offer_role(p_ctx, a, o);
  v_rule := array_position(p_when, v_from || '/' || v_role);
  if v_rule is null then
    outcome := 'refused';
  elsif v_role = 'system' and o.expires_at > p_ctx.at then
    perform schedule_offer_expiry(p_ctx, o);
    outcome := 'early';
  end if;
  if outcome is not null then
    select to_jsonb(v) into offer from offer_view v where v.id = p_offer; return;
  end if;

  o := change_offer(p_ctx, p_offer, p_event, p_to[v_rule]);
  perform settle_offer(p_ctx, a, o, p_escrow[v_rule], p_event);
  if p_to[v_rule] = 'released' then perform prove(array[o.seller_id, o.buyer_id]); end if;
  perform sync_dispute(p_ctx, o, v_from, p_event, p_note);
  offer := record_offer_event(p_ctx, o.id, p_event, p_mail);
  streams := offer_streams(o);
  if p_escrow[v_rule] = 'post' then perform complete_ad(p_ctx, a); end if;
  outcome := 'done';
end $$;

-- Writes a step of an offer that is locked.
create or replace function change_offer(
  p_ctx call_context, p_offer bigint, p_event text, p_to text)
returns offers language plpgsql as $$
declare o offers;
begin
  update offers set
    status      = p_to,
    updated_at  = p_ctx.at,
    paid_at     = case p_event when 'offer.paid' then p_ctx.at else paid_at end,
    released_at = case p_to when 'released' then p_ctx.at else released_at end
  where id = p_offer returning * into o;
  return o;
end $$;

-- Pays what an offer holds to its buyer ('post'), gives it back ('return'), or neither.
create or replace function settle_offer(
  p_ctx call_context, a ads, o offers, p_escrow text, p_event text)
returns void language plpgsql as $$
begin
  if p_escrow = 'post' then
    perform ledger.post(o.hold_id, array[
      (o.buyer_id, 'p2p', o.amount - o.fee)::ledger.credit,
      (null, 'fees', o.fee)::ledger.credit], p_event, p_ctx.at);
  elsif p_escrow = 'return' then
    perform unreserve_ad(p_ctx, a, o);
  end if;
end $$;

-- Stores a message in an offer's chat. Returns it.
create or replace function add_offer_message(
  p_ctx call_context, o offers, p_sender bigint, p_body text)
returns jsonb language plpgsql as $$
begin
  return (select m.message from post_message(
    p_ctx, 'offer:' || o.id, array[o.seller_id, o.buyer_id], offer_streams(o),
    jsonb_build_object('offerId', o.id), p_sender, 'offer.message', p_body, p_is_kept => true) m);
end $$;

-- Writes in an offer's chat: its sides and staff. outcome: done or unknown.
create or replace function post_offer_message(
  p_ctx call_context, p_offer bigint, p_body text,
  out outcome text, out message jsonb, out streams text[])
language plpgsql as $$
declare o offers;
begin
  select * into o from offers where id = p_offer;
  if o.id is null
     or (p_ctx.is_staff or p_ctx.actor_id in (o.seller_id, o.buyer_id)) is not true then
    outcome := 'unknown'; return;
  end if;
  message := add_offer_message(p_ctx, o, p_ctx.actor_id, p_body);
  streams := offer_streams(o);
  outcome := 'done';
end $$;

-- Whether a rating is the first of its day between these two, in this direction, of a deal that is worth
-- something. Those that might be go one after another.
create or replace function counts_today(
  o offers, r ratings, p_rates jsonb, p_minimum numeric, p_day date)
returns boolean language plpgsql as $$
declare v_coin text := (select crypto_currency from ads where id = o.ad_id);
begin
  if o.amount * (p_rates ->> (v_coin || ':usd'))::numeric < p_minimum then return false; end if;
  perform pg_advisory_xact_lock(
    hashtextextended('rating ' || r.rater_id || ' ' || r.rated_id, 0));
  return not exists (select from ratings where rater_id = r.rater_id and rated_id = r.rated_id
                        and counted_on = p_day);
end $$;

-- Rates the other side of a released offer. It counts once a pair, direction and day, and from a worth of
-- p_minimum US dollars at the reference rate on; without a rate it does. outcome: done, unknown,
-- not_yours, not_released or rated.
create or replace function rate_offer(
  p_ctx call_context, p_offer bigint, p_positive boolean, p_comment text, p_rates jsonb,
  p_minimum numeric, out outcome text, out rating jsonb)
language plpgsql as $$
declare o offers; r ratings; v_other_side bigint; v_day date := utc_date(p_ctx.at);
begin
  select * into o from offers where id = p_offer;
  v_other_side := case p_ctx.actor_id when o.seller_id then o.buyer_id
                                      when o.buyer_id then o.seller_id end;
  outcome := case when o.id is null then 'unknown'
                  when v_other_side is null then 'not_yours'
                  when o.status <> 'released' then 'not_released' end;
  if outcome is not null then return; end if;
  insert into ratings (offer_id, rater_id, rated_id, positive, comment, created_at)
  values (o.id, p_ctx.actor_id, v_other_side, p_positive, p_comment, p_ctx.at)
  on conflict do nothing returning * into r;
  if r.offer_id is null then outcome := 'rated'; return; end if;
  if counts_today(o, r, p_rates, p_minimum, v_day) then
    update ratings set counted_on = v_day where offer_id = r.offer_id and rater_id = r.rater_id;
    perform count_rating(r.rated_id, p_positive);
  end if;
  rating := jsonb_build_object('offerId', r.offer_id, 'userId', r.rated_id, 'positive', r.positive,
                               'comment', r.comment, 'createdAt', r.created_at);
  outcome := 'done';
end $$;
