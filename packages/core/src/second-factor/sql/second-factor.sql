-- Forgets a user's second factor, with all that belongs to it.
create or replace function forget_second_factor(p_user bigint) returns void language sql as $$
  delete from remembered_devices where user_id = p_user;
  delete from backup_codes where user_id = p_user;
  delete from two_factor where user_id = p_user;
$$;
