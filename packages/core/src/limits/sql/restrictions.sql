-- Rights that staff have taken from users. Without a row, somebody has the right.

create or replace function is_restricted(p_user bigint, p_what text) returns boolean
language plpgsql stable as $$
begin
  return exists (select from user_restrictions where user_id = p_user and what = p_what);
end $$;

-- Whether staff have put somebody out of dealing in a coin.
create or replace function is_out_of_trading(p_user bigint, p_asset text) returns boolean
language plpgsql stable as $$
begin
  return not exists (select from users u where u.id = p_user and u.is_active
                        and not exists (select from user_restrictions r
                                         where r.user_id = u.id and r.what = 'trade:' || p_asset));
end $$;

-- Gives rights to a user and takes others.
create or replace function change_restrictions(p_user bigint, p_give text[], p_take text[])
returns void language plpgsql as $$
begin
  delete from user_restrictions where user_id = p_user and what = any (p_give);
  insert into user_restrictions (user_id, what) select p_user, unnest(p_take)
  on conflict do nothing;
end $$;

-- Why somebody may not do this with the coin just now: coin_disabled, restricted or null.
create or replace function money_refusal(p_user bigint, p_asset text, p_what text) returns text
language plpgsql stable as $$
begin
  perform from ledger.assets where code = p_asset and enabled;
  if not found then return 'coin_disabled'; end if;
  return case when is_restricted(p_user, p_what) then 'restricted' end;
end $$;
