/** Moving between one's own wallets, and what every verb of the wallet asks first. */
export const TRANSFERS = /* sql */ `
create table wallet_transfers (
  id          uuid primary key default gen_random_uuid(),
  user_id     bigint not null references users,
  asset       text not null references ledger.assets,
  amount      numeric(40,20) not null check (amount > 0),
  from_wallet text not null,
  to_wallet   text not null check (to_wallet <> from_wallet),
  created_at  timestamptz not null
);
create index wallet_transfers_newest on wallet_transfers (created_at, id);
create index wallet_transfers_user on wallet_transfers (user_id, created_at, id);

-- Why somebody may not do this with the coin just now: coin_disabled, restricted or null.
create function money_refusal(p_user bigint, p_asset text, p_what text) returns text
language plpgsql stable as $$
begin
  perform from ledger.assets where code = p_asset and enabled;
  if not found then return 'coin_disabled'; end if;
  return case when is_restricted(p_user, p_what) then 'restricted' end;
end $$;

-- Moves money between somebody's two wallets. outcome: done, insufficient_funds, or the refusal.
create function transfer_between_wallets(
  p_user bigint, p_asset text, p_amount numeric, p_from text, p_to text, p_at timestamptz)
returns table (outcome text, transfer jsonb) language plpgsql as $$
declare v_id uuid := gen_random_uuid(); v_refusal text := money_refusal(p_user, p_asset, 'transfer');
begin
  if v_refusal is not null then return query select v_refusal, null::jsonb; return; end if;
  if not ledger.transfer(p_user, p_from, p_user, p_to, p_asset, p_amount, 'wallet.transferred',
                         'wallet-transfer:' || v_id, p_at) then
    return query select 'insufficient_funds', null::jsonb; return;
  end if;
  insert into wallet_transfers (id, user_id, asset, amount, from_wallet, to_wallet, created_at)
  values (v_id, p_user, p_asset, p_amount, p_from, p_to, p_at);
  transfer := jsonb_build_object(
    'id', v_id, 'currency', p_asset, 'amount', trim_scale(p_amount)::text,
    'from', p_from, 'to', p_to, 'createdAt', p_at);
  perform record_event(array['user:' || p_user], 'wallet.transferred', transfer, p_user, p_at);
  return query select 'done', transfer;
end $$;

-- What somebody is to what belongs to p_owner; p_actor null is Souk itself.
create function money_role(p_actor bigint, p_owner bigint, p_staff boolean) returns text
language sql immutable as $$
  select case when p_actor is null then 'system' when p_actor = p_owner then 'owner'
              when p_staff then 'staff' else 'other' end
$$;
`
