-- Whether an offer's product had no price in EUR when it was made, so that it comes to BTC by the rate. Unknown of those made before.
alter table room_offers add column by_rate boolean;
