import type { Call } from '../call.ts'
import type { Side } from '../side.ts'

const password = 'a good password'

const newcomer = async (side: Side) => ({ name: side.newName() })

/** Somebody who has just signed up and logged in. */
async function member(side: Side) {
  const username = side.newName()
  await side.souk.post('/register', undefined, { username, password })
  const { entity } = (await side.souk.post('/auth/login', undefined, { username, password })) as {
    entity: { access: string; refresh: string }
  }
  return { username, token: entity.access, refresh: entity.refresh }
}

const code = '7KQ2M9XTRA'

/** Somebody who has named an address, and has had one mail. */
async function claimant(side: Side) {
  const { username, token } = await member(side)
  const email = `${username}@example.com`
  const names =
    'update users set email = $1, email_key = $1, email_unverified = true where username = $2'
  await side.client.query(names, [email, username])
  await side.client.query('insert into email_codes values ($1, $2, 1, now())', [email, code])
  return { token, code }
}

const knownMember = (side: Side) => side.once('member', member)

export const accountCalls: readonly Call[] = [
  {
    operation: 'POST /register',
    given: newcomer,
    body: ({ name }) => ({ username: name, password }),
  },
  {
    operation: 'POST /auth/register',
    given: newcomer,
    body: ({ name }) => ({ email: `${name}@example.com`, password }),
  },
  {
    operation: 'POST /login',
    given: async (side) => ({ username: (await knownMember(side)).username }),
    body: ({ username }) => ({ username, password }),
  },
  {
    operation: 'POST /auth/login',
    given: async (side) => ({ username: (await knownMember(side)).username }),
    body: ({ username }) => ({ username, password }),
  },
  {
    operation: 'POST /auth/refresh',
    given: async (side) => ({ refresh: (await member(side)).refresh }),
    body: ({ refresh }) => ({ refresh }),
  },
  { operation: 'POST /auth/logout', given: member },
  {
    operation: 'POST /auth/password',
    given: member,
    body: { current_password: password, new_password: 'another good password' },
  },
  { operation: 'POST /auth/email/verify/', given: claimant, body: ({ code }) => ({ code }) },
  { operation: 'POST /auth/email/resend/', given: claimant },
  { operation: 'GET /auth/me', as: 'seller' },
]
