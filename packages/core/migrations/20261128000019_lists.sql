-- Every list of the contract has an index that gives its rows in order, whatever it is asked for.

create index trades_status_asset on trades (status, asset, id);
drop index trades_status;
drop index trades_open_asset;

create index audit_log_staff_action on audit_log (staff_id, action, id);

create index deposits_status on deposits (status, asset, created_at, id);
create index withdrawals_status on withdrawals (status, asset, created_at, id);
create index wallet_transfers_asset on wallet_transfers (asset, created_at, id);

create index disputes_escalated on disputes (offer_id)
  where resolved_at is null and escalated_at is not null;
create index disputes_waiting on disputes (offer_id)
  where resolved_at is null and escalated_at is null;
create index disputes_resolved on disputes (offer_id) where resolved_at is not null;
drop index disputes_open;
drop index disputes_assigned;

create index ads_active_payment on ads (payment_method, id) where status = 'active';
create index ads_fixed_price on ads
  (crypto_currency, fiat_currency, ad_type, price_per_unit, id desc)
  where status = 'active' and price_type = 'fixed';
create index ads_floating_price on ads (crypto_currency, fiat_currency, ad_type, margin, id desc)
  where status = 'active' and price_type = 'floating';

-- The same as the constraint, in the order of the list.
create unique index deal_limits_asset on deal_limits (asset, user_id nulls first) nulls not distinct;
alter table deal_limits drop constraint deal_limits_asset_user_id_key;
create index deal_limits_user on deal_limits (user_id, asset);

create index users_staff on users (id) where is_staff;
create index users_banned on users (id) where not is_active;
create index user_restrictions_trade on user_restrictions (user_id, what) where what like 'trade:%';

-- Where extensions may not be made, staff search by looking through all users. In a schema of its
-- own: its functions have names that are taken, such as set_limit.
do $souk$
declare v_schema text;
begin
  create schema if not exists extensions;
  create extension if not exists pg_trgm schema extensions;
  select nspname into v_schema
    from pg_extension e join pg_namespace n on n.oid = extnamespace where extname = 'pg_trgm';
  execute format($index$
    create index users_names on users using gin (
      lower(username || ' ' || coalesce(email, '') || ' ' || display_name || ' ' ||
        coalesce(first_name, '') || ' ' || coalesce(last_name, '')) %I.gin_trgm_ops)
    $index$, v_schema);
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise notice 'no index for the search of users: the extension pg_trgm cannot be made here';
end $souk$;

create index login_failures_expire on login_failures (expire);

-- A mail that has been sent is of no more use to its queue.
update pgboss.queue set deletion_seconds = 3600 where name = 'mail.send';
