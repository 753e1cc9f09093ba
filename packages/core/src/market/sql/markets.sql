-- The markets in which there are active ads: one look into the index of markets for each, however
-- many ads it has.
create or replace view open_market_view as
with recursive market as (
  (select crypto_currency, fiat_currency, ad_type from ads where status = 'active'
    order by crypto_currency, fiat_currency, ad_type limit 1)
  union all
  select n.* from market m, lateral (
    select a.crypto_currency, a.fiat_currency, a.ad_type from ads a
     where a.status = 'active'
       and (a.crypto_currency, a.fiat_currency, a.ad_type)
           > (m.crypto_currency, m.fiat_currency, m.ad_type)
     order by a.crypto_currency, a.fiat_currency, a.ad_type limit 1) n
)
select * from market;
