-- The smallest unit of some currencies is a thousandth. The views come back with the current functions.
drop view if exists offer_view, dispute_view cascade;
alter table offers alter column fiat_amount type numeric(43,3);
alter table ads alter column min_limit type numeric(43,3), alter column max_limit type numeric(43,3);

-- What is left of an ad may be too little for anybody to take: then it is in progress as if used up.
alter table ads drop constraint active_is_available;
alter table ads add constraint active_is_available check (status <> 'active' or available > 0);
alter table ads add constraint ended_has_nothing
  check (status in ('active', 'in_progress') or available = 0);

-- Whoever has completed a deal. Written once a user.
create table proven_users (user_id bigint primary key);
insert into proven_users
select seller_id from trades where status = 'completed' union
select buyer_id from trades where status = 'completed' union
select seller_id from offers where status = 'released' union
select buyer_id from offers where status = 'released';

-- What somebody has begun and not ended.
create index trades_running_buyer on trades (buyer_id) where status in ('in_progress', 'disputed');
create index offers_running_maker on offers (maker_id) where status in ('pending', 'paid', 'disputed');
create index ads_running_owner on ads (owner_id) where status in ('active', 'in_progress');

-- The day for which a rating counts; null when it does not.
alter table ratings add column counted_on date;
create index ratings_counted on ratings (rater_id, rated_id, counted_on) where counted_on is not null;
