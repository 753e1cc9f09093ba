import type { z } from 'zod'
import { type ContractWords, exampleOf } from '../words.ts'
import { auth } from './routes.ts'

const domains = {
  auth: {
    name: 'Accounts',
    description: 'Registering, logging in and out, and the account one is signed in to.',
  },
  'auth.email': {
    name: 'E-mail addresses',
    description: 'Showing that an e-mail address is one’s own, by a code that is mailed to it.',
  },
}

const names = {
  'auth.me': 'Account',
  'auth.refresh': 'Login',
}

const account: z.input<typeof auth.me.output> = {
  id: 41,
  uuid: '7b0c9d1e-52f4-4c38-9a6b-3f1d2e8c5a90',
  username: 'noor',
  email: 'noor@example.com',
  fullname: 'Noor Haddad',
  firstName: 'Noor',
  lastName: 'Haddad',
  displayName: 'Noor Haddad',
  isStaff: false,
  isActive: true,
  createdAt: '2026-03-14T09:26:53.000Z',
  lastLogin: '2026-03-15T18:02:11.000Z',
}

const login: z.input<typeof auth.login.output> = {
  access: 'eyJhbGciOiJIUzI1NiJ9.an-access-token.its-signature',
  refresh: 'a-refresh-token',
  session: 'a-session-token',
  expiresIn: 3600,
  user: account,
}

const password = 'seven green lanterns'

const examples = new Map([
  exampleOf(auth.signUp, { username: 'noor', password }, account),
  exampleOf(auth.register, { email: 'noor@example.com', password }, account),
  exampleOf(auth.login, { username: 'noor', password }, login),
  exampleOf(auth.refresh, { refresh: 'a-refresh-token' }, login),
  exampleOf(auth.logout, {}, null),
  exampleOf(
    auth.changePassword,
    { currentPassword: password, newPassword: 'eight blue lanterns' },
    null,
  ),
  exampleOf(auth.email.verify, { code: '7KQ2M9XTRA' }, null),
  exampleOf(auth.email.resend, {}, null),
  exampleOf(auth.me, {}, account),
])

export const words: ContractWords = { domains, names, examples }
