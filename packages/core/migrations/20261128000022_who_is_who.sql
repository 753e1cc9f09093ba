-- Guesses at passwords, counted in a sliding window: when each was made, oldest first, by what they
-- were made at ('pair:…' an account from an address, 'account:…', 'address:…').
create table login_guesses (
  key     text primary key,
  times   timestamptz[] not null,
  last_at timestamptz not null
);
create index login_guesses_last on login_guesses (last_at);
drop table login_failures;

-- Where somebody has proved who they are: from there they need not wait because others guess.
create table sign_in_addresses (
  user_id bigint not null references users,
  address text not null,
  used_at timestamptz not null,
  primary key (user_id, address)
);
create index sign_in_addresses_used on sign_in_addresses (used_at);

-- What a username looks like, for finding names that could be taken for it; null until it is known.
alter table users add column looks text[];
create index users_looks on users using gin (looks);
create index users_without_looks on users (id) where looks is null;
