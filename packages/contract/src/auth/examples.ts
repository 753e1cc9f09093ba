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
  'auth.anonymous': {
    name: 'Accounts by token',
    description:
      'Accounts that have a token and nothing else: no name to choose, no address, no password.',
  },
  'auth.twoFactor': {
    name: 'Two-factor authentication',
    description:
      'Codes of an authenticator app beside the credential, for any account. With it on, logging in and withdrawing take a code, and releases too for whoever wants that.',
  },
  'auth.twoFactor.devices': {
    name: 'Remembered devices',
    description: 'Where a log-in asks for no code.',
  },
}

const names = {
  'auth.me': 'Account',
  'auth.refresh': 'Login',
  'auth.me.data': 'TokenAccount',
  'auth.anonymous.register': 'NewTokenAccount',
  'auth.twoFactor.get': 'TwoFactorSettings',
  'auth.twoFactor.devices.list': 'RememberedDevice',
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
  avatar: null,
  twoFactorEnabled: false,
  createdAt: '2026-03-14T09:26:53.000Z',
  lastLogin: '2026-03-15T18:02:11.000Z',
}

const login: z.output<typeof auth.login.output> = {
  access: 'eyJhbGciOiJIUzI1NiJ9.an-access-token.its-signature',
  refresh: 'a-refresh-token',
  session: 'a-session-token',
  expiresIn: 3600,
  deviceToken: null,
  user: account,
}

const accessToken = 'cs_9x2k4m7qa_the-secret-part-of-it'

const anonymous: z.input<typeof auth.me.output> = {
  ...account,
  id: 42,
  uuid: 'e2f1c7de-2ad5-4d70-8c33-1f0b6c7c5d21',
  username: 'user_4817302265918',
  email: null,
  fullname: null,
  firstName: null,
  lastName: null,
  displayName: 'user_4817302265918',
  lastLogin: null,
}

const tokenSession = { sessionToken: 'a-session-token', sessionExpiresIn: 43_200 }

const twoFactor = { enabled: true, confirmReleases: true, backupCodesLeft: 10 }

const device = {
  id: '4d6f2b0e-8a55-4c11-9f07-2b6f6f1f0c3a',
  createdAt: '2026-03-15T18:02:11.000Z',
  expiresAt: '2026-04-14T18:02:11.000Z',
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
  exampleOf(auth.update, { username: 'noor.h' }, { ...account, username: 'noor.h' }),
  exampleOf(auth.anonymous.register, {}, { ...anonymous, accessToken }),
  exampleOf(
    auth.anonymous.login,
    { accessToken, rememberDevice: false },
    { user: anonymous, requires2FA: false, ...tokenSession },
  ),
  exampleOf(
    auth.anonymous.renew,
    { accessToken },
    { ...anonymous, accessToken: 'cs_4h7d1x8bv_another-secret-part' },
  ),
  exampleOf(
    auth.twoFactor.setup,
    {},
    {
      secret: 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK',
      qrCodeUrl:
        'otpauth://totp/Souk:noor?issuer=Souk&secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&algorithm=SHA1&digits=6&period=30',
    },
  ),
  exampleOf(
    auth.twoFactor.verify,
    { token: '492039' },
    { verified: true, backupCodes: ['k3m9x7w2bq4t', 'zh8c5n2rv6ep'], ...tokenSession },
  ),
  exampleOf(auth.twoFactor.get, {}, twoFactor),
  exampleOf(auth.twoFactor.update, { confirmReleases: true }, twoFactor),
  exampleOf(auth.twoFactor.disable, { code: '492039', password }, null),
  exampleOf(
    auth.twoFactor.renewCodes,
    { code: '492039' },
    { backupCodes: ['p7d2x9w4bq6t', 'rh3c8n5kv2ep'] },
  ),
  exampleOf(auth.twoFactor.devices.list, {}, { items: [device], page: 1, perPage: 12, total: 1 }),
  exampleOf(auth.twoFactor.devices.forget, { id: device.id }, null),
])

export const words: ContractWords = { domains, names, examples }
