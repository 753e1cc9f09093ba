-- A user as others may come to see them, nothing masked yet.
create or replace view profile_view as
select u.id, u.uuid, u.email, (u.email is not null and not u.email_unverified) as "emailVerified",
       u.last_login as "lastLogin", u.is_staff as "isStaff",
       u.is_active as "isActive", u.two_factor_enabled as "twoFactorEnabled", u.fullname, u.display_name as "displayName",
       u.created_at as "createdAt", u.updated_at as "updatedAt",
       coalesce(r.positive, 0) as positive, coalesce(r.negative, 0) as negative
  from users u left join reputations r on r.user_id = u.id;

-- A user as staff see them beside what is theirs.
create or replace view user_brief_view as
select id as user_id,
       jsonb_build_object('id', id, 'uuid', uuid, 'username', username, 'email', email,
                          'firstName', first_name, 'lastName', last_name,
                          'twoFactorEnabled', two_factor_enabled) as brief
  from users;

-- The user whom staff name by UUID or by user number; null when there is none.
create or replace function find_user(p_ref text) returns bigint language plpgsql stable as $$
begin
  -- One statement or the other: both as one take five times as long.
  if p_ref ~ '^\d+$' then return (select id from users where id = p_ref::bigint); end if;
  return (select id from users where uuid = p_ref::uuid);
end $$;

-- Counts one more rating.
create or replace function count_rating(p_user bigint, p_positive boolean)
returns void language plpgsql as $$
begin
  insert into reputations as known (user_id, positive, negative)
  values (p_user, p_positive::integer, (not p_positive)::integer)
  on conflict (user_id) do update set positive = known.positive + excluded.positive,
                                      negative = known.negative + excluded.negative;
end $$;

-- The picture that somebody is shown with. Nobody has one yet.
create or replace function avatar_of(p_user users) returns text language sql stable as $$
  select null::text
$$;
