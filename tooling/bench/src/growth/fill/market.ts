import { coin, type Fill } from './fill.ts'
import { insertHolds, insertTransfers, NEXT_HOLD } from './ledger.ts'

export const fillMarket: Fill = async (filling) => {
  await fillAds(filling)
  await fillOffers(filling)
  await fillDisputes(filling)
  await filling.run(
    `insert into ratings (offer_id, rater_id, rated_id, positive, created_at)
     select id, buyer_id, seller_id, id % 10 > 0, updated_at from offers where status = 'released'`,
  )
  await filling.run(
    `insert into proven_users
     select seller_id from offers where status = 'released' union
     select buyer_id from offers where status = 'released'`,
  )
  await filling.run(
    `insert into reputations (user_id, positive, negative)
     select rated_id, count(*) filter (where positive), count(*) filter (where not positive)
       from ratings group by rated_id`,
  )
}

/** One ad in ten is open. Half of them sell; on those, what is left is held. */
const fillAds: Fill = async ({ run, rows, users, at }) => {
  await run(
    `create temp table new_ads as
     select n as id, 1 + n % ${users} as owner, 'p2p' as kind, ${coin('n')} as asset,
            (array['usd', 'eur', 'ngn', 'gbp', 'kes'])[1 + n / 7 % 5] as fiat,
            (array['bank_transfer', 'cash', 'mobile_money', 'gift_card'])[1 + n / 11 % 4] as method,
            case n / 6 % 2 when 0 then 'sell' else 'buy' end as type,
            case n / 13 % 10 when 0 then 'active' when 1 then 'closed' when 2 then 'expired'
                             else 'completed' end as status,
            case when n / 13 % 10 = 0 then 5 else 0 end as amount,
            case when n / 13 % 10 = 0 and n / 6 % 2 = 0 then ${NEXT_HOLD} + n - 1 end as hold,
            'pending' as hold_status, 'ad:' || n as reference, ${at('n')} as at
       from generate_series(1, ${rows}) n`,
  )
  await run(insertHolds('new_ads'))
  await run(
    `insert into ads (id, owner_id, ad_type, crypto_currency, fiat_currency, payment_method, price_type,
                      price_per_unit, margin, crypto_amount, available, start_date, time_to_pay, status,
                      hold_id, created_at, updated_at)
     overriding system value
     select id, owner, type, asset, fiat, method, case id % 4 when 0 then 'floating' else 'fixed' end,
            case when id % 4 > 0 then 50000 + id % 997 end, case when id % 4 = 0 then 1.5 end,
            10, amount, at::date, 30, status, hold, at, at
       from new_ads`,
  )
}

/** Two for each ad. The first of them are disputed, or were. */
const fillOffers: Fill = async ({ run, rows, users, at }) => {
  await run(
    `create temp table new_offers as
     select n as id, ads.id as ad, next.hold + n - 1 as hold, maker.id as maker,
            case ad_type when 'sell' then owner_id else maker.id end as owner, 'p2p' as kind,
            case ad_type when 'sell' then maker.id else owner_id end as buyer,
            crypto_currency as asset, 0.01 as amount, 0.0001 as fee, 'offer:' || n as reference,
            status.of as status,
            case when status.of = 'released' then 'posted'
                 when status.of in ('cancelled', 'expired') then 'voided' else 'pending' end
              as hold_status,
            ${at('n / 2')} as at
       from generate_series(1, ${2 * rows}) n
       join ads on ads.id = 1 + n % ${rows},
            ${NEXT_HOLD} as next (hold),
            lateral (select 1 + (ads.id + 1 + n / ${rows}) % ${users} as id) maker,
            lateral (select case
              when n <= ${rows} then case n % 100 when 0 then 'disputed' when 1 then 'cancelled'
                                                  else 'released' end
              else case n % 50 when 0 then 'pending' when 1 then 'paid' when 2 then 'cancelled'
                               when 3 then 'expired' else 'released' end end as of) status`,
  )
  await run(insertHolds('new_offers'))
  await run(
    `insert into offers (id, ad_id, maker_id, seller_id, buyer_id, amount, price_per_unit, fiat_amount,
                         fee, status, hold_id, expires_at, paid_at, released_at, created_at, updated_at)
     overriding system value
     select id, ad, maker, owner, buyer, amount, 50000, 500, fee, status, hold,
            case status when 'pending' then now() + interval '1 day' else at + interval '1 hour' end,
            case when status in ('paid', 'disputed', 'released') then at end,
            case status when 'released' then at end, at, at
       from new_offers`,
  )
  await run(
    `create temp table offer_payments as
     select hold, owner as payer, kind as payer_kind, payee, payee_kind, asset, paid as amount,
            'offer.released' as reason, reference, at
       from new_offers, lateral (values (buyer, 'p2p', amount - fee), (null, 'fees', fee))
                        as part (payee, payee_kind, paid)
      where status = 'released'`,
  )
  await run(insertTransfers('offer_payments'))
}

/** Those still open have been waiting for staff for long. */
const fillDisputes: Fill = async ({ run, rows }) => {
  await run(
    `insert into disputes (offer_id, opened_by, reason, prior_status, answer_by, answered_at,
                           decision, resolved_at, created_at)
     select id, seller_id, 'not paid', 'paid', created_at + interval '1 day', created_at,
            case status when 'released' then 'release' when 'cancelled' then 'refund' end,
            case when status <> 'disputed' then updated_at end, created_at
       from offers where id <= ${rows}`,
  )
  await run(
    `insert into dispute_entries (id, offer_id, author_id, kind, body, created_at)
     overriding system value
     select row_number() over (order by d.offer_id), d.offer_id, o.buyer_id, 'statement',
            'I have paid, and here is how', d.created_at
       from disputes d join offers o on o.id = d.offer_id`,
  )
}
