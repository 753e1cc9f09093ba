-- What an offer comes to in BTC, as its product's prices stood to each other when it was made.
alter table room_offers add column price_btc numeric;
