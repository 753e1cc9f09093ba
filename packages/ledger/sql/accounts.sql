-- Accounts, and what an amount may be.

-- Refuses what is no positive number, or finer than the books, which would round it. (That it is not
-- finer than its coin is looked after where holds and transfers are written.)
create or replace function ledger.check_amount(p_asset text, p_amount numeric)
returns void language plpgsql as $$
begin
  if p_amount > 0 and p_amount < 'Infinity' and scale(trim_scale(p_amount)) <= 20 then
    return;
  end if;
  raise exception '% % is not an amount', p_amount, p_asset using errcode = 'check_violation';
end $$;

-- The id of an account, which is opened on first use. Nothing is locked, least of all an account of
-- the house (owner null), for all deals of a coin would meet there.
create or replace function ledger.account_id(p_owner bigint, p_kind text, p_asset text)
returns bigint language plpgsql as $$
declare v_id bigint;
begin
  -- Two look-ups, for no index serves "is not distinct from".
  if p_owner is null then
    select id into v_id from ledger.accounts
     where owner_id is null and kind = p_kind and asset = p_asset;
  else
    select id into v_id from ledger.accounts
     where owner_id = p_owner and kind = p_kind and asset = p_asset;
  end if;
  if found then return v_id; end if;
  insert into ledger.accounts (owner_id, kind, asset) values (p_owner, p_kind, p_asset)
  on conflict do nothing returning id into v_id;
  if found then return v_id; end if;
  return ledger.account_id(p_owner, p_kind, p_asset); -- opened by another transaction meanwhile
end $$;

-- Allows the coin in anything new, or keeps it out. False when there is no such coin.
create or replace function ledger.enable_asset(p_asset text, p_enabled boolean)
returns boolean language plpgsql as $$
begin
  update ledger.assets set enabled = p_enabled where code = p_asset;
  return found;
end $$;

-- Locks wallets before several of them are moved in turn, in the order in which all lock them. Those that
-- are not open yet are opened.
create or replace function ledger.lock_wallets(p_owners bigint[], p_kind text, p_asset text)
returns void language plpgsql as $$
declare v_ids bigint[] := array(select ledger.account_id(o, p_kind, p_asset) from unnest(p_owners) o);
begin
  perform from ledger.accounts where id = any (v_ids) order by id for no key update;
end $$;
