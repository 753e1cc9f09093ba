-- What a member of staff wants done and a second must confirm. Kept for a day.
create table confirmations (
  id         bigint generated always as identity primary key,
  action     text not null,
  subject    text not null,
  details    jsonb not null,
  staff_id   bigint not null,
  created_at timestamptz not null,
  -- Whoever wants the same finds it here.
  unique (action, subject, details)
);
create index confirmations_age on confirmations (created_at);

-- The address as nobody can write it in two ways: sums are made by it.
alter table withdrawals add column address_key text;
update withdrawals set address_key = case
  when asset in ('eth', 'bnb') or address ~* '^0x' or address ~* '^(bc|tb|ltc|tltc)1' then lower(address)
  else address end;
alter table withdrawals alter column address_key set not null;

-- What one user, or one address, has been sent lately or waits for.
create index withdrawals_sum_user on withdrawals (asset, user_id, updated_at) where status = 'approved';
create index withdrawals_sum_address on withdrawals (asset, address_key, updated_at)
  where status = 'approved';
create index withdrawals_waiting_user on withdrawals (asset, user_id) where status = 'pending';
create index withdrawals_waiting_address on withdrawals (asset, address_key) where status = 'pending';
create index deposits_sum_user on deposits (asset, user_id, updated_at) where status = 'credited';

-- A market's open ads are counted in the index alone.
create index ads_active_market_new on ads (crypto_currency, fiat_currency, ad_type, id)
  include (start_date, owner_id, payment_method) where status = 'active';
drop index ads_active_market;
alter index ads_active_market_new rename to ads_active_market;
