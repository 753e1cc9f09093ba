
-- What a refresh token gave, sealed under the token itself: two tabs may show it at once.
alter table refresh_tokens add column successor bytea;
create index refresh_tokens_successor on refresh_tokens (used_at) where successor is not null;
