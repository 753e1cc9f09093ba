-- Guesses at passwords, counted in a sliding window: when each was made, oldest first, by what they
-- were made at ('pair:…' an account from an address, 'account:…', 'address:…').
create table login_guesses (
  key     text primary key,
  times   timestamptz[] not null,
  last_at timestamptz not null
);
create index login_guesses_last on login_guesses (last_at);

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

-- An e-mail address belongs to whoever has shown that they read its mail; others only say so.
alter table users add column email_unverified boolean not null default false;
alter table users drop constraint users_email_unique;
create unique index users_email_unique on users (email_key) where not email_unverified;
create index users_email_claims on users (email_key) where email_unverified;

-- The code that is mailed to an address: the same to everybody who says that it is theirs.
create table email_codes (
  email_key  text primary key,
  code       text not null,
  mails      integer not null,
  created_at timestamptz not null
);

-- Mails beyond what one address gets in an hour are held, and then go out together: carried_by says
-- in which mail, claimed_at when it was last tried.
alter table mails add column held boolean not null default false,
                  add column carried_by bigint, add column claimed_at timestamptz;
create index mails_carried on mails (recipient_id, claimed_at) where carried_by = id;
