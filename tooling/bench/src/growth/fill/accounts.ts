import type { Fill } from './fill.ts'

export const fillAccounts: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into users (id, username, username_key, email, email_key, fullname, is_staff, last_login,
                        created_at, updated_at)
     select n, 'person' || n, 'person' || n, 'person' || n || '@example.com',
            'person' || n || '@example.com', 'Person Number ' || n, n % ${users / 10} = 0, now(),
            ${at('n')}, ${at('n')}
       from generate_series(1, ${users}) n`,
  )
  await run(
    `insert into sessions (id, user_id, token_hash, created_at, expires_at)
     select gen_random_uuid(), 1 + n % ${users}, sha256(('session' || n)::bytea), ${at('n')},
            now() + interval '20 days'
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into refresh_tokens (token_hash, session_id, created_at)
     select sha256(id::text::bytea), id, created_at from sessions`,
  )
  await run(
    `insert into login_guesses (key, times, last_at)
     select 'account:name ' || encode(sha256(('name' || n)::bytea), 'hex'), array[now()], now()
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into sign_in_addresses (user_id, address, used_at)
     select 1 + n % ${users}, '198.18.' || n / ${users}, now() from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into email_codes (email_key, code, mails, created_at)
     select 'person' || n || '@example.com', '00000000', 1, now() from generate_series(1, ${users}) n`,
  )
  await run(
    `insert into access_tokens (user_id, token_hash, created_at)
     select n, sha256(('access' || n)::bytea), ${at('n')} from generate_series(1, ${users}) n`,
  )
  await run(
    `insert into two_factor (user_id, secret, created_at)
     select n, sha256(('secret' || n)::bytea), ${at('n')} from generate_series(1, ${users}) n`,
  )
  await run(
    `insert into backup_codes (user_id, code_hash)
     select 1 + n % ${users}, sha256(('code' || n)::bytea) from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into remembered_devices (id, user_id, token_hash, created_at, expires_at)
     select gen_random_uuid(), 1 + n % ${users}, sha256(('device' || n)::bytea), ${at('n')},
            now() + interval '20 days'
       from generate_series(1, ${rows}) n`,
  )
}
