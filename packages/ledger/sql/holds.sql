-- Money set aside, the first phase of a two-phase transfer, and the second: posted or voided, once.

-- Sets money aside. Null when the available balance is too small.
create or replace function ledger.hold(
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

-- Turns a pending hold into its final state. Only one caller ever can.
create or replace function ledger.settle(p_hold bigint, p_status text, p_at timestamptz)
returns ledger.holds language plpgsql as $$
declare h ledger.holds;
begin
  update ledger.holds set status = p_status, settled_at = p_at
   where id = p_hold and status = 'pending' returning * into h;
  if not found then raise exception 'hold % is not pending', p_hold; end if;
  return h;
end $$;

-- Ends a hold by giving the money back.
create or replace function ledger.void(p_hold bigint, p_at timestamptz)
returns void language plpgsql as $$
declare h ledger.holds;
begin
  h := ledger.settle(p_hold, 'voided', p_at);
  update ledger.accounts set held = held - h.amount where id = h.account_id;
end $$;

-- Ends a hold by paying it out; the credits must add up to it exactly. One of zero is left out. Of
-- the house's accounts none is locked or written, so that releases do not queue for each other.
create or replace function ledger.post(
  p_hold bigint, p_credits ledger.credit[], p_reason text, p_at timestamptz)
returns void language plpgsql as $$
declare h ledger.holds; c ledger.credit; v_total numeric := 0; v_id bigint;
        v_ids bigint[]; v_wallets bigint[] := '{}';
begin
  h := ledger.settle(p_hold, 'posted', p_at);
  foreach c in array coalesce(p_credits, '{}') loop v_total := v_total + c.amount; end loop;
  if v_total is distinct from h.amount then
    raise exception 'credits of hold % do not add up to %', p_hold, h.amount;
  end if;
  foreach c in array p_credits loop
    v_id := null;
    if c.amount <> 0 then
      perform ledger.check_amount(h.asset, c.amount);
      v_id := ledger.account_id(c.owner_id, c.kind, h.asset);
      if c.owner_id is not null then v_wallets := v_wallets || v_id; end if;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  -- The payer's is locked first below, which one payee with a greater id may follow.
  if cardinality(v_wallets) > 1 or v_wallets[1] < h.account_id then
    perform from ledger.accounts
      where id = any (v_wallets || h.account_id) order by id for no key update;
  end if;
  update ledger.accounts
     set balance = balance - h.amount, held = held - h.amount where id = h.account_id;
  for i in 1 .. cardinality(v_ids) loop
    continue when v_ids[i] is null;
    c := p_credits[i];
    if c.owner_id is not null then
      update ledger.accounts set balance = balance + c.amount where id = v_ids[i];
    end if;
    insert into ledger.transfers
      (debit_account_id, credit_account_id, asset, amount, hold_id, reason, reference, created_at)
    values (h.account_id, v_ids[i], h.asset, c.amount, h.id, p_reason, h.reference, p_at);
  end loop;
end $$;

-- Sets what some pending holds of one account hold aside anew, in other parts that add up to the
-- same. The account itself is not touched: neither its balance nor what is held of it changes.
-- Returns the new holds in the order of the parts.
create or replace function ledger.regroup(
  p_holds bigint[], p_amounts numeric[], p_references text[], p_at timestamptz)
returns bigint[] language plpgsql as $$
declare h record; v_ids bigint[]; v_id bigint;
begin
  -- Always in the same order, so that two who regroup do not deadlock.
  perform from ledger.holds where id = any (p_holds) order by id for no key update;
  with settled as (
    update ledger.holds set status = 'voided', settled_at = p_at
     where id = any (p_holds) and status = 'pending' returning account_id, asset, amount)
  select count(*) as holds, count(distinct account_id) as accounts, min(account_id) as account_id,
         min(asset) as asset, sum(amount) as amount into h from settled;
  if h.holds <> cardinality(p_holds) or h.accounts <> 1 then
    raise exception 'holds % are not pending holds of one account', p_holds;
  end if;
  if (select sum(amount) from unnest(p_amounts) amount) is distinct from h.amount
     or cardinality(p_references) <> cardinality(p_amounts) then
    raise exception 'parts % of holds % do not add up to %', p_amounts, p_holds, h.amount;
  end if;
  for i in 1 .. cardinality(p_amounts) loop
    perform ledger.check_amount(h.asset, p_amounts[i]);
    insert into ledger.holds (account_id, asset, amount, reference, created_at)
    values (h.account_id, h.asset, p_amounts[i], p_references[i], p_at) returning id into v_id;
    v_ids := v_ids || v_id;
  end loop;
  return v_ids;
end $$;
