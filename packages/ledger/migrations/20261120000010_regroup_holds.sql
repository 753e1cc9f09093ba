
-- A hold is found by its id. This index was found instead whenever the statistics knew of few
-- pending holds, and walked past all that its account had already settled.
drop index ledger.holds_pending;

-- Sets what some pending holds of one account hold aside anew, in other parts that add up to the
-- same. The account itself is not touched: neither its balance nor what is held of it changes.
-- Returns the new holds in the order of the parts.
create function ledger.regroup(
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
