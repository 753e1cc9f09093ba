import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { line, pageFields, pageOf, secondFactorCode, secret } from '../fields.ts'
import {
  BackupCodes,
  RememberedDevice,
  TwoFactorSettings,
  TwoFactorSetup,
  TwoFactorVerified,
} from './two-factor.ts'

const path = '/api/auth/2fa'

/** Two-factor authentication, for any account, whichever document it came by. */
export const twoFactor = {
  setup: mutation({
    access: 'user',
    summary: 'Make a secret for an authenticator app',
    description: 'Another one each time, until a first code has been verified.',
    input: z.object({ secret: ownSecret() }),
    output: TwoFactorSetup,
    errors: ['CONFLICT'],
    secret: true,
    rest: [route('POST', `${path}/setup`)],
  }),
  verify: mutation({
    access: 'unverified',
    summary: 'Verify a code of the authenticator app',
    description:
      'The first one turns two-factor authentication on, gives the backup codes, and ends every other session. Later it is the second step of a log-in by token: the session lives for 12 hours, or 30 days where the device is to be remembered. Codes and backup codes work once; wrong ones are counted (429).',
    input: z.object({
      token: line(1, 40).describe('A code of the app, or a backup code.'),
      rememberDevice: z
        .boolean()
        .optional()
        .describe('A session of 30 days, and no code on this device meanwhile.'),
      secret: ownSecret(),
    }),
    output: TwoFactorVerified,
    errors: ['CONFLICT', 'RATE_LIMITED'],
    session: 'may open',
    secret: true,
    rest: [route('POST', `${path}/verify`)],
  }),
  get: query({
    access: 'user',
    summary: 'Show how two-factor authentication is set',
    description:
      'Off until a first code has been verified; then log-ins and withdrawals take a code, and releases for whoever wants that.',
    input: z.object({}),
    output: TwoFactorSettings,
    rest: [route('GET', path)],
  }),
  update: mutation({
    access: 'user',
    summary: 'Decide whether releases take a code',
    description: 'With two-factor authentication on. Asking for less takes a code.',
    input: z.object({
      confirmReleases: z.boolean().describe('Releases take a code too, like withdrawals.'),
      code: secondFactorCode(),
    }),
    output: TwoFactorSettings,
    errors: ['CONFLICT', 'RATE_LIMITED'],
    rest: [route('PATCH', path)],
  }),
  disable: mutation({
    access: 'user',
    summary: 'Turn two-factor authentication off',
    description: 'Takes a code, and the password or, of an account without one, its token.',
    input: z.object({
      code: secondFactorCode(),
      password: secret(1024).optional().describe('Of an account that has one.'),
      accessToken: secret(200).optional().describe('Of an account that is nothing but a token.'),
    }),
    output: z.null(),
    errors: ['CONFLICT', 'INVALID_CREDENTIALS', 'RATE_LIMITED'],
    rest: [route('POST', `${path}/disable`, 'Two-factor authentication is off')],
  }),
  renewCodes: mutation({
    access: 'user',
    summary: 'Make new backup codes',
    description:
      'With two-factor authentication on. Takes a code; the backup codes before work no more.',
    input: z.object({ code: secondFactorCode() }),
    output: BackupCodes,
    errors: ['CONFLICT', 'RATE_LIMITED'],
    secret: true,
    rest: [route('POST', `${path}/backup-codes`)],
  }),
  devices: {
    list: query({
      access: 'user',
      summary: 'List the devices on which no code is asked for, newest first',
      description:
        'A device is remembered by a log-in with a code and `rememberDevice`, for 30 days. Its token was shown then, and is not shown here.',
      input: z.object(pageFields(12)),
      output: pageOf(RememberedDevice),
      rest: [route('GET', `${path}/devices`)],
    }),
    forget: mutation({
      access: 'user',
      summary: 'Ask for a code on a device again',
      description:
        'The token that the device holds is good no more. Sessions that it has open stay.',
      input: z.object({ id: z.uuid() }),
      output: z.null(),
      errors: ['NOT_FOUND'],
      rest: [route('DELETE', `${path}/devices/{id}`, 'Device forgotten')],
    }),
  },
}

/** Some clients make up a secret and send it: whoever chooses it knows every code to come. */
function ownSecret() {
  return z
    .never('is never taken from a client')
    .optional()
    .describe('Refused: the server makes the secret.')
}

function route(method: RestRoute['method'], path: `/${string}`, message?: string): RestRoute {
  return { method, path, dialect: 'data', ...(message !== undefined && { message }) }
}
