-- Movements of money. Whoever locks two wallets does so in the order of their ids, so that payments
-- crossing each other do not deadlock.

-- Moves an amount at once. False when the debited wallet has too little available; the house never has.
create or replace function ledger.transfer(
  p_from bigint, p_from_kind text, p_to bigint, p_to_kind text,
  p_asset text, p_amount numeric, p_reason text, p_reference text, p_at timestamptz)
returns boolean language plpgsql as $$
declare v_debit bigint; v_credit bigint;
begin
  perform ledger.check_amount(p_asset, p_amount);
  v_debit := ledger.account_id(p_from, p_from_kind, p_asset);
  v_credit := ledger.account_id(p_to, p_to_kind, p_asset);
  if p_from is not null and p_to is not null and v_credit < v_debit then
    perform from ledger.accounts where id = v_credit for no key update;
  end if;
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
