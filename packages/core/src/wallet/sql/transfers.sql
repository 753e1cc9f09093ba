-- Everything that came in, went out, or moved between somebody's wallets.
create or replace view transactions as
select id, user_id, asset, amount, 'DEPOSIT' as type,
       case status when 'credited' then 'COMPLETED' else upper(status) end as status, created_at
  from deposits
union all
select id, user_id, asset, amount, 'WITHDRAWAL',
       case status when 'approved' then 'COMPLETED' else upper(status) end, created_at
  from withdrawals
union all
select id, user_id, asset, amount, 'TRANSFER', 'COMPLETED', created_at from wallet_transfers;

-- What the actor is to what belongs to p_owner; nobody is Souk itself.
create or replace function money_role(p_ctx call_context, p_owner bigint) returns text
language sql immutable as $$
  select case when p_ctx.actor_id is null then 'system' when p_ctx.actor_id = p_owner then 'owner'
              when p_ctx.is_staff then 'staff' else 'other' end
$$;

-- Moves money between the actor's two wallets. outcome: done, insufficient_funds, or the refusal.
create or replace function transfer_between_wallets(
  p_ctx call_context, p_asset text, p_amount numeric, p_from text, p_to text,
  out outcome text, out transfer jsonb, out streams text[])
language plpgsql as $$
declare v_id uuid := gen_random_uuid(); v_user bigint := p_ctx.actor_id;
begin
  outcome := money_refusal(v_user, p_asset, 'transfer');
  if outcome is not null then return; end if;
  if not ledger.transfer(v_user, p_from, v_user, p_to, p_asset, p_amount, 'wallet.transferred',
                         'wallet-transfer:' || v_id, p_ctx.at) then
    outcome := 'insufficient_funds'; return;
  end if;
  insert into wallet_transfers (id, user_id, asset, amount, from_wallet, to_wallet, created_at)
  values (v_id, v_user, p_asset, p_amount, p_from, p_to, p_ctx.at);
  transfer := jsonb_build_object(
    'id', v_id, 'currency', p_asset, 'amount', trim_scale(p_amount)::text,
    'from', p_from, 'to', p_to, 'createdAt', p_ctx.at);
  streams := record_event(p_ctx, array['user:' || v_user], 'wallet.transferred', transfer);
  outcome := 'done';
end $$;
