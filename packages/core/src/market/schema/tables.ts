/**
 * The tables of the market, with the indexes that its lists walk through. What an ad has left is a
 * number with a floor of zero, whoever writes it; on a sell ad exactly that much is held.
 */
export const TABLES = /* sql */ `
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
`
