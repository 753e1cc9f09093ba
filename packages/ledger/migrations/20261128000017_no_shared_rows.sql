-- No deal may lock a row that all deals share. A foreign key locks the row it points to, which for a
-- transfer to the house is the one account that every release of a coin is credited to. So what a
-- transfer and a hold name is looked up without a lock; that is enough, for accounts and holds are
-- never removed, nor handed to another owner or coin.
alter table ledger.transfers
  drop constraint transfers_debit_account_id_asset_fkey,
  drop constraint transfers_credit_account_id_asset_fkey,
  drop constraint transfers_hold_id_fkey;
alter table ledger.holds drop constraint holds_account_id_asset_fkey;

-- The same look finds whether the amount is one of the coin's: nothing is ever rounded.
create function ledger.check_transfer() returns trigger language plpgsql as $$
declare v_decimals smallint;
begin
  select decimals into v_decimals
    from ledger.accounts d, ledger.accounts c, ledger.assets
   where d.id = new.debit_account_id and d.asset = new.asset
     and c.id = new.credit_account_id and c.asset = new.asset and code = new.asset
     and (new.hold_id is null or exists (select from ledger.holds where id = new.hold_id));
  if not found then
    raise exception 'a transfer violates that its accounts are of its coin, and its hold exists'
      using errcode = 'foreign_key_violation';
  elsif scale(trim_scale(new.amount)) > v_decimals then
    raise exception '% % is not an amount', new.amount, new.asset using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger known before insert on ledger.transfers
  for each row execute function ledger.check_transfer();

create function ledger.check_hold() returns trigger language plpgsql as $$
declare v_decimals smallint;
begin
  select decimals into v_decimals from ledger.accounts a, ledger.assets
   where a.id = new.account_id and a.asset = new.asset and code = new.asset;
  if not found then
    raise exception 'a hold violates that its account is of its coin'
      using errcode = 'foreign_key_violation';
  elsif scale(trim_scale(new.amount)) > v_decimals then
    raise exception '% % is not an amount', new.amount, new.asset using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger known before insert on ledger.holds
  for each row execute function ledger.check_hold();

create function ledger.refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'removing from ledger.% violates the history of the books', tg_table_name
    using errcode = 'foreign_key_violation';
end $$;
create trigger kept before delete or truncate on ledger.assets
  for each statement execute function ledger.refuse_removal();
create trigger kept before delete or truncate on ledger.accounts
  for each statement execute function ledger.refuse_removal();
create trigger kept_by_its_owner before update of id, owner_id, kind, asset on ledger.accounts
  for each row execute function ledger.refuse_change('stays what it is and whose it is');

-- Releases credit them, and must not have to open them.
insert into ledger.accounts (owner_id, kind, asset)
select null, kind, code
  from ledger.assets cross join unnest(array['faucet', 'fees', 'deposits', 'withdrawals']) as kind
on conflict do nothing;
