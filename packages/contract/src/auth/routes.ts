import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { httpsUrl, line, named, secondFactorCode, secret } from '../fields.ts'
import {
  Account,
  AccountEntity,
  AccountInDocument1,
  AccountInDocument3,
  email,
  Login,
  name,
  newPassword,
  shownDeviceToken,
  username,
} from './account.ts'
import { anonymous } from './anonymous.routes.ts'
import { twoFactor } from './two-factor.routes.ts'

const MAX_TOKEN = 4096

const newAccount = {
  password: newPassword(),
  fullname: name().optional().describe('What others see instead of the username.'),
  firstName: name().optional().describe('With the last name, what others see without a full name.'),
  lastName: name().optional().describe('See the first name.'),
}

const loginEntity = Login.pick({ access: true, refresh: true }).extend({
  user: AccountEntity.describe('Who has logged in.'),
  deviceToken: shownDeviceToken(),
})

/** Documents 1 and 3 and, for what 2 and 4 leave out, Souk's own `/auth/*` paths. */
export const auth = {
  signUp: mutation({
    access: 'public',
    summary: 'Create an account with a username',
    description: 'In the sandbox the new account is credited with play money.',
    input: z.object({ username: username(), email: email().optional(), ...newAccount }),
    output: Account,
    errors: ['ALREADY_REGISTERED'],
    rest: [
      {
        method: 'POST',
        path: '/register',
        dialect: 'plain',
        status: 201,
        message: 'User registered successfully',
        view: Account.pick({ id: true }),
      },
    ],
  }),
  register: mutation({
    access: 'public',
    summary: 'Create an account with an e-mail address',
    description: 'Without a username one is made up. In the sandbox play money is credited.',
    input: z.object({ email: email(), username: username().optional(), ...newAccount }),
    output: Account,
    errors: ['ALREADY_REGISTERED'],
    rest: [
      {
        method: 'POST',
        path: '/auth/register',
        dialect: 'entity',
        status: 201,
        message: 'User registered successfully',
        view: AccountEntity,
      },
    ],
  }),
  login: mutation({
    access: 'public',
    summary: 'Log in with a username or an e-mail address',
    description:
      'The access token is good for an hour; `POST /auth/login` gives a refresh token beside it. Sets the `session` cookie as well. Repeated failures are slowed down (429).',
    input: z
      .object({
        username: secret(254)
          .optional()
          .describe('Their username or e-mail address; needed unless `email` is given.'),
        email: secret(254).optional().describe('The same, under another name.'),
        password: secret(1024).describe('Their password.'),
        code: secondFactorCode(),
        rememberDevice: z
          .boolean()
          .optional()
          .describe('With a code: ask for none on this device for 30 days.'),
        deviceToken: secret(200)
          .optional()
          .describe('Of a remembered device: then no code is needed.'),
      })
      .refine((input) => input.username !== undefined || input.email !== undefined, {
        path: ['username'],
        message: 'is required',
      }),
    output: Login,
    errors: ['INVALID_CREDENTIALS', 'TWO_FACTOR_REQUIRED', 'RATE_LIMITED'],
    session: 'opens',
    rest: [
      {
        method: 'POST',
        path: '/login',
        dialect: 'plain',
        message: 'Login successful',
        view: z.object({
          user: AccountInDocument1.describe('Who has logged in.'),
          access: named('token', z.string()).describe('Bearer token, good for an hour.'),
          deviceToken: shownDeviceToken(),
        }),
      },
      {
        method: 'POST',
        path: '/auth/login',
        dialect: 'entity',
        message: 'Login successful',
        view: loginEntity,
      },
    ],
  }),
  refresh: mutation({
    access: 'public',
    summary: 'Trade a refresh token for a new pair',
    description:
      'A refresh token works once. Shown again within 30 seconds, as by a second tab, it gives the same pair; later, it ends its whole session.',
    input: z.object({
      refresh: secret(MAX_TOKEN).describe('What the last log-in or refresh has given.'),
    }),
    output: Login,
    errors: ['INVALID_TOKEN'],
    session: 'opens',
    rest: [
      {
        method: 'POST',
        path: '/auth/refresh',
        dialect: 'entity',
        message: 'Token refreshed successfully',
        view: loginEntity,
      },
    ],
  }),
  logout: mutation({
    access: 'user',
    summary: 'End this session',
    description:
      'Its tokens and open sockets stop working at once. With an account’s token: all its sessions, and the token stays good.',
    input: z.object({
      refresh: secret(MAX_TOKEN)
        .optional()
        .describe('Taken and not needed: the credential says which session ends.'),
    }),
    output: z.null(),
    session: 'ends',
    rest: [
      {
        method: 'POST',
        path: '/auth/logout',
        dialect: 'entity',
        message: 'Logged out successfully',
      },
      {
        method: 'POST',
        path: '/api/auth/logout',
        dialect: 'data',
        message: 'Logged out successfully',
      },
      { method: 'POST', path: '/api/v1/users/logout', dialect: 'rooms', status: 204 },
    ],
  }),
  changePassword: mutation({
    access: 'user',
    summary: 'Change the password',
    description: 'Ends every other session of the account at once.',
    input: z.object({
      currentPassword: secret(1024).describe('The password until now.'),
      newPassword: newPassword(),
    }),
    output: z.null(),
    errors: ['INVALID_CREDENTIALS', 'RATE_LIMITED'],
    rest: [
      {
        method: 'POST',
        path: '/auth/password',
        dialect: 'entity',
        message: 'Password changed successfully',
      },
    ],
  }),
  email: {
    verify: mutation({
      access: 'user',
      summary: 'Verify the e-mail address with the code that was mailed to it',
      description: 'From then on the address is this account’s, whoever else has named it.',
      input: z.object({ code: line(1, 40).describe('As the mail has it.') }),
      output: z.null(),
      errors: ['CONFLICT'],
      rest: [
        {
          method: 'POST',
          path: '/auth/email/verify/',
          dialect: 'entity',
          message: 'E-mail address verified successfully',
        },
      ],
    }),
    resend: mutation({
      access: 'user',
      summary: 'Mail the code for the e-mail address again',
      description: 'An address gets two such mails at most; the code in either is good.',
      input: z.object({}),
      output: z.null(),
      errors: ['CONFLICT'],
      rest: [
        {
          method: 'POST',
          path: '/auth/email/resend/',
          dialect: 'entity',
          message: 'The code has been mailed again',
        },
      ],
    }),
  },
  me: query({
    access: 'user',
    summary: 'Show the signed-in account',
    description:
      'Whatever the credential and whichever document it came by: all of them lead to one account.',
    input: z.object({}),
    output: Account,
    rest: [
      { method: 'GET', path: '/auth/me', dialect: 'entity', view: AccountEntity },
      { method: 'GET', path: '/api/auth/me', dialect: 'data', view: AccountInDocument3 },
    ],
  }),
  update: mutation({
    access: 'user',
    summary: 'Change the username or the picture',
    description: 'A new username follows the rules of registering. What is left out stays.',
    input: z.object({
      username: username().optional(),
      avatar: httpsUrl().nullable().optional().describe('An `https:` address, or null for none.'),
    }),
    output: Account,
    errors: ['ALREADY_REGISTERED'],
    rest: [{ method: 'PATCH', path: '/api/auth/me', dialect: 'data', view: AccountInDocument3 }],
  }),
  anonymous,
  twoFactor,
}
