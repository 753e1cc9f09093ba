-- Who does something, whether as staff, from where, and when: one value for all functions.
create type call_context as (actor_id bigint, is_staff boolean, ip text, at timestamptz);

-- No deal may lock a row that all deals share, as a foreign key to its coin does. A coin is never
-- removed, and every function that makes a deal has looked it up.
alter table ads drop constraint ads_crypto_currency_fkey;
alter table deposits drop constraint deposits_asset_fkey;
alter table withdrawals drop constraint withdrawals_asset_fkey;
alter table wallet_transfers drop constraint wallet_transfers_asset_fkey;

-- On the hot path the other keys go too: together they were a quarter of what a trade costs the
-- database. Whom a deal names has just been looked up or has just acted, its hold has just been made,
-- and none of them can be removed; `souk ledger verify` looks for any that is missing.
-- That no two deals have one hold needs no index either: a hold is settled once, whoever names it.
alter table trades
  drop constraint trades_asset_fkey, drop constraint trades_hold_id_fkey, drop constraint trades_hold_id_key,
  drop constraint trades_seller_id_fkey, drop constraint trades_buyer_id_fkey;
alter table offers
  drop constraint offers_hold_id_fkey, drop constraint offers_hold_id_key, drop constraint offers_maker_id_fkey,
  drop constraint offers_seller_id_fkey, drop constraint offers_buyer_id_fkey;
create trigger kept before delete or truncate on users
  for each statement execute function refuse_change('is never cleared');

-- Functions and views that migrations have made so far. From here on their texts stand in files, and
-- a migration holds a function only where a table needs it.
insert into current_sql (version, digest, objects) values (0, '', array[
  'view deposit_view', 'view dispute_entry_view', 'view dispute_view', 'view offer_view',
  'view profile_view', 'view trade_view', 'view transactions', 'view user_briefs',
  'view withdrawal_view',
  'function ad_json', 'function ad_price', 'function ad_shown', 'function add_dispute_entry',
  'function announce_deposit', 'function assign_dispute', 'function audit_withdrawal',
  'function await_ad_end', 'function await_answer', 'function change_user_settings',
  'function complete_ad', 'function create_ad', 'function create_offer', 'function create_trade',
  'function credit_deposit', 'function day_of', 'function deal_refusal',
  'function deposit_to_credit', 'function end_ad', 'function enqueue_job',
  'function escalate_dispute', 'function give_back_offer', 'function is_restricted',
  'function keep_dispute', 'function ledger.account_id', 'function ledger.check_amount',
  'function ledger.hold', 'function ledger.post', 'function ledger.regroup',
  'function ledger.settle', 'function ledger.transfer', 'function ledger.void',
  'function money_refusal', 'function money_role', 'function next_event_seq',
  'function note_alive', 'function note_deposit', 'function note_payout',
  'function note_withdrawal', 'function offer_refusal', 'function offer_role',
  'function offer_streams', 'function payment_refusal', 'function post_message',
  'function queue_mail', 'function rate_offer', 'function record_audit', 'function record_event',
  'function refused_deposit', 'function reject_deposit', 'function request_withdrawal',
  'function reserve_offer', 'function set_limit', 'function settle_withdrawal',
  'function shown_amount', 'function switch_coin', 'function tell_of_ad',
  'function tell_of_offer', 'function trade_streams', 'function transfer_between_wallets',
  'function transition_ad', 'function transition_offer', 'function transition_trade',
  'function transition_withdrawal', 'function user_of']);
