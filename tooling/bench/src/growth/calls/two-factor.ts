import { totp } from '@souk/core/testing/totp.ts'
import type { Call } from '../call.ts'
import type { Side } from '../side.ts'

/** Somebody whose account is a token. */
export async function newcomer(side: Side) {
  const { data } = (await side.souk.post('/api/auth/register', undefined, {})) as {
    data: { accessToken: string; id: string }
  }
  return { token: data.accessToken, accessToken: data.accessToken, id: data.id }
}

/** Somebody who has set an app up, and has its code before them. */
async function beginner(side: Side) {
  const account = await newcomer(side)
  const { data } = (await side.souk.post('/api/auth/2fa/setup', account.token, {})) as {
    data: { secret: string }
  }
  return { ...account, code: totp(data.secret, new Date()) }
}

/** Somebody with two-factor authentication on, with a session, a backup code and a device. */
async function careful(side: Side) {
  const { code, accessToken, id } = await beginner(side)
  const { data } = (await side.souk.post('/api/auth/2fa/verify', accessToken, { token: code })) as {
    data: { sessionToken: string; backupCodes: string[] }
  }
  const user_id = id.replace('user_', '')
  const { rows } = await side.client.query<{ id: string }>(
    `insert into remembered_devices values
       (gen_random_uuid(), $1, sha256($2), now(), now() + interval '1 day') returning id`,
    [user_id, accessToken],
  )
  const device = rows[0]?.id ?? ''
  return {
    token: data.sessionToken,
    accessToken,
    user_id,
    id: device,
    code: data.backupCodes[0] ?? '',
  }
}

const knownToken = (side: Side) => side.once('account by token', newcomer)
const knownCareful = (side: Side) => side.once('careful', careful)

export const twoFactorCalls: readonly Call[] = [
  { operation: 'POST /api/auth/register' },
  {
    operation: 'POST /api/auth/login',
    given: knownToken,
    body: ({ accessToken }) => ({ accessToken }),
  },
  { operation: 'POST /api/auth/logout', given: newcomer },
  { operation: 'GET /api/auth/me', given: knownToken },
  {
    operation: 'PATCH /api/auth/me',
    given: async (side) => ({ ...(await newcomer(side)), name: side.newName() }),
    body: ({ name }) => ({ username: name }),
  },
  { operation: 'POST /api/auth/2fa/setup', given: newcomer },
  {
    operation: 'POST /api/auth/2fa/verify',
    given: beginner,
    body: ({ code }) => ({ token: code }),
  },
  { operation: 'GET /api/auth/2fa', given: knownCareful },
  { operation: 'PATCH /api/auth/2fa', given: knownCareful, body: { confirmReleases: true } },
  {
    operation: 'POST /api/auth/2fa/disable',
    given: careful,
    body: ({ code, accessToken }) => ({ code, accessToken }),
  },
  {
    operation: 'POST /api/auth/2fa/backup-codes',
    given: careful,
    body: ({ code }) => ({ code }),
  },
  {
    operation: 'POST /api/auth/token',
    given: newcomer,
    body: ({ accessToken }) => ({ accessToken }),
  },
  { operation: 'GET /api/auth/2fa/devices', given: knownCareful },
  { operation: 'DELETE /api/auth/2fa/devices/{id}', given: careful },
  {
    operation: 'POST /exec/user/two-factor/reset/{user_id}/',
    as: 'staff',
    given: async (side) => ({ user_id: (await careful(side)).user_id }),
  },
]
