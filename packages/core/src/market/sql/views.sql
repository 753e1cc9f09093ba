-- Ads, offers and disputes as the contract shows them; amounts as text, so that no digit is lost.

-- An exact amount with at least two decimals.
create or replace function format_amount(p_amount numeric) returns text language sql immutable as $$
  select case when scale(trim_scale(p_amount)) < 2 then round(p_amount, 2)
              else trim_scale(p_amount) end::text
$$;

-- What one unit costs now. Null for a floating price without a rate; rates are {"btc:usd": "60000"}.
create or replace function ad_price(a ads, p_rates jsonb) returns numeric language sql immutable as $$
  select case a.price_type when 'fixed' then a.price_per_unit
    else nullif(round((p_rates ->> (a.crypto_currency || ':' || a.fiat_currency))::numeric
                      * (1 + a.margin / 100), 8), 0) end
$$;

-- Decimals of a currency's smallest unit (ISO 4217; the contract has the same table).
create or replace function fiat_decimals(p_fiat text) returns integer language sql immutable as $$
  select case
    when p_fiat in ('bif', 'clp', 'djf', 'gnf', 'isk', 'jpy', 'kmf', 'krw', 'pyg', 'rwf', 'ugx', 'uyi',
                    'vnd', 'vuv', 'xaf', 'xof', 'xpf') then 0
    when p_fiat in ('bhd', 'iqd', 'jod', 'kwd', 'lyd', 'omr', 'tnd') then 3
    else 2 end
$$;

-- What so much of an ad's coin is worth at a price, in whole units of its currency.
create or replace function worth(a ads, p_amount numeric, p_price numeric) returns numeric
language sql immutable as $$
  select round(p_amount * p_price, fiat_decimals(a.fiat_currency))
$$;

-- Whether that is less than the currency's smallest unit, so that nobody can pay for it.
create or replace function is_dust(a ads, p_amount numeric, p_price numeric) returns boolean
language sql immutable as $$
  select p_amount * p_price < power(10::numeric, -fiat_decimals(a.fiat_currency))
$$;

-- The most and the least that an offer may be worth now: what is left bounds both, so that a rest below
-- the ad's minimum can be taken, whole. An ad without anything left shows what it was made with.
create or replace function ad_most(a ads, p_price numeric) returns numeric language sql immutable as $$
  select least(a.max_limit,
               worth(a, case a.available when 0 then a.crypto_amount else a.available end, p_price))
$$;

create or replace function ad_least(a ads, p_price numeric) returns numeric language sql immutable as $$
  select least(coalesce(a.min_limit, 0), ad_most(a, p_price))
$$;

create or replace function ad_json(a ads, p_rates jsonb) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', a.id, 'ownerId', a.owner_id, 'cryptoCurrency', a.crypto_currency,
    'pricePerUnit', format_amount(ad_price(a, p_rates)), 'priceType', a.price_type,
    'margin', a.margin::text, 'adType', a.ad_type, 'paymentMethod', a.payment_method,
    'fiatCurrency', a.fiat_currency, 'cryptoAmount', format_amount(a.crypto_amount),
    'startDate', a.start_date, 'endDate', a.end_date, 'autoReplyMessage', a.auto_reply_message,
    'termsOfTrade', a.terms_of_trade, 'additionalInformation', a.additional_information,
    'status', a.status, 'minLimit', format_amount(ad_least(a, ad_price(a, p_rates))),
    'maxLimit', format_amount(ad_most(a, ad_price(a, p_rates))),
    'totalAvailable', format_amount(a.available), 'tradeStartedAt', a.trade_started_at,
    'tradeCompletedAt', a.trade_completed_at, 'timeToPay', a.time_to_pay,
    'createdAt', a.created_at, 'updatedAt', a.updated_at)
$$;

-- The same with its owner.
create or replace function ad_with_owner(a ads, p_rates jsonb) returns jsonb language sql stable as $$
  select ad_json(a, p_rates) || jsonb_build_object('user', to_jsonb(p))
    from profile_view p where p.id = a.owner_id
$$;

create or replace view offer_view as
select o.id, o.created_at as "createdAt", format_amount(o.amount) as "currencyAmount", o.status,
       format_amount(o.fiat_amount) as "fiatAmount", o.paid_at is not null as "hasIndicatedPaid",
       o.ad_id as ad, case o.maker_id when s.id then s.uuid else b.uuid end as "user",
       a.ad_type as "adType", a.crypto_currency as "cryptoCurrency",
       a.fiat_currency as "fiatCurrency", a.payment_method as "paymentMethod",
       format_amount(o.price_per_unit) as "pricePerUnit", format_amount(o.fee) as fee,
       o.maker_id as "makerId", o.seller_id as "sellerId", s.display_name as "sellerName",
       o.buyer_id as "buyerId", b.display_name as "buyerName",
       s.username as "sellerUsername", b.username as "buyerUsername",
       o.bank_account_name as "bankAccountName", o.bank_account_number as "bankAccountNumber",
       o.bank_name as "bankName", o.expires_at as "expiresAt", o.paid_at as "paidAt",
       o.released_at as "releasedAt", d.reason as "disputeReason", d.note as resolution,
       o.updated_at as "updatedAt"
  from offers o join ads a on a.id = o.ad_id
  join users s on s.id = o.seller_id join users b on b.id = o.buyer_id
  left join disputes d on d.offer_id = o.id;

create or replace view dispute_view as
select d.offer_id as "offerId",
       case when d.resolved_at is not null then 'resolved'
            when d.escalated_at is not null then 'escalated' else 'open' end as status,
       d.opened_by as "openedBy", o.display_name as "openedByName", d.reason,
       d.answer_by as "answerBy", d.answered_at as "answeredAt", d.escalated_at as "escalatedAt",
       d.assigned_to as "assignedTo", s.display_name as "assignedToName",
       d.decision as outcome, d.note, d.resolved_at as "resolvedAt", d.created_at as "createdAt"
  from disputes d join users o on o.id = d.opened_by left join users s on s.id = d.assigned_to;

create or replace view dispute_entry_view as
select e.id, e.offer_id as "offerId", e.kind, e.author_id as "authorId",
       u.display_name as "authorName", e.body, e.created_at as "createdAt"
  from dispute_entries e join users u on u.id = e.author_id;
