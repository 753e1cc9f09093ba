
create schema ledger;

create table ledger.assets (
  code     text primary key check (code ~ '^[a-z0-9]{2,10}$'),
  decimals smallint not null check (decimals between 0 and 18),
  enabled  boolean not null default true
);
insert into ledger.assets (code, decimals) values ('btc', 8), ('ltc', 8), ('eth', 18), ('bnb', 18), ('usdt', 6), ('trx', 6);

-- A user's wallets carry their balance; the house's accounts (owner_id null) do not, because every
-- trade would then queue for the same row. Theirs is the sum of their transfers.
create table ledger.accounts (
  id       bigint generated always as identity primary key,
  owner_id bigint,
  kind     text not null,
  asset    text not null references ledger.assets,
  balance  numeric(40,20) not null default 0,
  held     numeric(40,20) not null default 0,
  unique nulls not distinct (owner_id, kind, asset),
  unique (id, asset),
  constraint known_kind check (case when owner_id is null then kind in ('faucet', 'fees', 'deposits', 'withdrawals')
                                    else kind in ('main', 'p2p') end),
  -- NaN counts as larger than any number.
  constraint nothing_negative check (held >= 0 and balance >= held and balance < 'Infinity'),
  constraint house_is_derived check (owner_id is not null or (balance = 0 and held = 0))
) with (fillfactor = 70);

-- The first phase of a two-phase transfer: money set aside, until it is posted or voided, once.
create table ledger.holds (
  id         bigint generated always as identity primary key,
  account_id bigint not null,
  asset      text not null,
  amount     numeric(40,20) not null check (amount > 0 and amount < 'Infinity'),
  status     text not null default 'pending' check (status in ('pending', 'posted', 'voided')),
  reference  text not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  check ((status = 'pending') = (settled_at is null)),
  foreign key (account_id, asset) references ledger.accounts (id, asset)
) with (fillfactor = 80);
create index holds_pending on ledger.holds (account_id) where status = 'pending';

-- Every movement of money there ever was. Append-only.
create table ledger.transfers (
  id                bigint generated always as identity primary key,
  debit_account_id  bigint not null,
  credit_account_id bigint not null,
  asset             text not null,
  amount            numeric(40,20) not null check (amount > 0 and amount < 'Infinity'),
  hold_id           bigint references ledger.holds,
  reason            text not null,
  reference         text not null,
  created_at        timestamptz not null,
  -- Of a hold that is split, a part may go back to where it was taken from.
  check (debit_account_id <> credit_account_id or hold_id is not null),
  foreign key (debit_account_id, asset) references ledger.accounts (id, asset),
  foreign key (credit_account_id, asset) references ledger.accounts (id, asset)
);
create index transfers_debit on ledger.transfers (debit_account_id);
create index transfers_credit on ledger.transfers (credit_account_id);
create index transfers_hold on ledger.transfers (hold_id) where hold_id is not null;

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% %', tg_table_name, tg_argv[0];
end $$;
create trigger append_only before update or delete or truncate on ledger.transfers
  for each statement execute function ledger.refuse_change('is append-only');
create trigger kept before delete or truncate on ledger.holds
  for each statement execute function ledger.refuse_change('is never cleared');
create trigger settled_once before update on ledger.holds for each row
  when (old.status <> 'pending' or (old.account_id, old.asset, old.amount, old.reference)
        is distinct from (new.account_id, new.asset, new.amount, new.reference))
  execute function ledger.refuse_change('changes only once, when the hold is settled');

-- Where a credit goes; owner null is the house.
create type ledger.credit as (owner_id bigint, kind text, amount numeric);

-- Refuses what is not a positive number of the coin's smallest units; nothing is ever rounded.
create function ledger.check_amount(p_asset text, p_amount numeric) returns void language plpgsql as $$
begin
  perform from ledger.assets
   where code = p_asset and p_amount > 0 and p_amount < 'Infinity'
     and scale(trim_scale(p_amount)) <= decimals;
  if not found then
    raise exception '% % is not an amount', p_amount, p_asset using errcode = 'check_violation';
  end if;
end $$;

-- The id of an account, which is opened on first use.
create function ledger.account_id(p_owner bigint, p_kind text, p_asset text)
returns bigint language plpgsql as $$
declare v_id bigint;
begin
  select id into v_id from ledger.accounts
   where owner_id is not distinct from p_owner and kind = p_kind and asset = p_asset;
  if found then return v_id; end if;
  insert into ledger.accounts (owner_id, kind, asset) values (p_owner, p_kind, p_asset)
  on conflict do nothing returning id into v_id;
  if found then return v_id; end if;
  return ledger.account_id(p_owner, p_kind, p_asset); -- opened by another transaction meanwhile
end $$;

-- Sets money aside. Null when the available balance is too small.
create function ledger.hold(
  p_owner bigint, p_kind text, p_asset text, p_amount numeric, p_reference text, p_at timestamptz)
returns bigint language plpgsql as $$
declare v_account bigint; v_hold bigint;
begin
  perform ledger.check_amount(p_asset, p_amount);
  update ledger.accounts set held = held + p_amount
   where owner_id = p_owner and kind = p_kind and asset = p_asset
     and balance - held >= p_amount
  returning id into v_account;
  if not found then return null; end if;
  insert into ledger.holds (account_id, asset, amount, reference, created_at)
  values (v_account, p_asset, p_amount, p_reference, p_at)
  returning id into v_hold;
  return v_hold;
end $$;

-- Ends a hold by giving the money back.
create function ledger.void(p_hold bigint, p_at timestamptz) returns void language plpgsql as $$
declare h ledger.holds;
begin
  h := ledger.settle(p_hold, 'voided', p_at);
  update ledger.accounts set held = held - h.amount where id = h.account_id;
end $$;

-- Ends a hold by paying it out; the credits must add up to it exactly. One of zero is left out.
create function ledger.post(
  p_hold bigint, p_credits ledger.credit[], p_reason text, p_at timestamptz)
returns void language plpgsql as $$
declare h ledger.holds; v_ids bigint[];
begin
  h := ledger.settle(p_hold, 'posted', p_at);
  if (select sum(amount) from unnest(p_credits)) is distinct from h.amount then
    raise exception 'credits of hold % do not add up to %', p_hold, h.amount;
  end if;
  perform ledger.check_amount(h.asset, amount) from unnest(p_credits)
    where amount is distinct from 0;
  select array_agg(ledger.account_id(owner_id, kind, h.asset) order by ordinality) into v_ids
    from unnest(p_credits) with ordinality;
  -- Always in the same order, so that payments crossing each other do not deadlock.
  perform from ledger.accounts where id = any (v_ids || h.account_id) order by id for no key update;
  update ledger.accounts
     set balance = balance - h.amount, held = held - h.amount where id = h.account_id;
  update ledger.accounts a set balance = balance + c.amount
    from (select v_ids[ordinality] as id, sum(amount) as amount
            from unnest(p_credits) with ordinality group by 1) c
   where a.id = c.id and a.owner_id is not null;
  insert into ledger.transfers
    (debit_account_id, credit_account_id, asset, amount, hold_id, reason, reference, created_at)
  select h.account_id, v_ids[ordinality], h.asset, amount, h.id, p_reason, h.reference, p_at
    from unnest(p_credits) with ordinality where amount > 0;
end $$;

-- Turns a pending hold into its final state. Only one caller ever can.
create function ledger.settle(p_hold bigint, p_status text, p_at timestamptz)
returns ledger.holds language plpgsql as $$
declare h ledger.holds;
begin
  update ledger.holds set status = p_status, settled_at = p_at
   where id = p_hold and status = 'pending' returning * into h;
  if not found then raise exception 'hold % is not pending', p_hold; end if;
  return h;
end $$;

-- A plain transfer. False when the debited wallet has too little available; the house never has.
create function ledger.transfer(
  p_from bigint, p_from_kind text, p_to bigint, p_to_kind text,
  p_asset text, p_amount numeric, p_reason text, p_reference text, p_at timestamptz)
returns boolean language plpgsql as $$
declare v_debit bigint; v_credit bigint;
begin
  perform ledger.check_amount(p_asset, p_amount);
  v_debit := ledger.account_id(p_from, p_from_kind, p_asset);
  v_credit := ledger.account_id(p_to, p_to_kind, p_asset);
  perform from ledger.accounts
    where id in (v_debit, v_credit) and owner_id is not null order by id for no key update;
  if p_from is not null then
    update ledger.accounts set balance = balance - p_amount
     where id = v_debit and balance - held >= p_amount;
    if not found then return false; end if;
  end if;
  if p_to is not null then
    update ledger.accounts set balance = balance + p_amount where id = v_credit;
  end if;
  insert into ledger.transfers
    (debit_account_id, credit_account_id, asset, amount, reason, reference, created_at)
  values (v_debit, v_credit, p_asset, p_amount, p_reason, p_reference, p_at);
  return true;
end $$;
