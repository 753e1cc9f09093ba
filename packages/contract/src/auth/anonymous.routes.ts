import { z } from 'zod'
import { mutation } from '../define.ts'
import { secondFactorCode, secret } from '../fields.ts'
import {
  NewAccessToken,
  NewAccessTokenInDocument3,
  TokenLogin,
  TokenLoginInDocument3,
} from './account.ts'

/** Accounts that have a token and nothing else (document 3). */
export const anonymous = {
  register: mutation({
    access: 'public',
    summary: 'Create an account that is nothing but a token',
    description:
      'Nothing is asked for. In the sandbox the new account is credited with play money.',
    input: z.object({}),
    output: NewAccessToken,
    secret: true,
    rest: [
      {
        method: 'POST',
        path: '/api/auth/register',
        dialect: 'data',
        status: 201,
        view: NewAccessTokenInDocument3,
      },
    ],
  }),
  login: mutation({
    access: 'public',
    summary: 'Log in with an account’s token',
    description:
      'Opens a session of 12 hours, or of 30 days where the device is to be remembered, and sets the `session` cookie. The token itself is a credential too, unless two-factor authentication is on: then it only logs in and verifies a code.',
    input: z.object({
      accessToken: secret(200).describe('The account’s token: `cs_…`.'),
      rememberDevice: z
        .boolean()
        .optional()
        .describe('A session of 30 days; with two-factor authentication, once a code is verified.'),
      deviceToken: secret(200)
        .optional()
        .describe('Of a remembered device: then no code is needed.'),
    }),
    output: TokenLogin,
    errors: ['INVALID_TOKEN'],
    session: 'may open',
    rest: [
      {
        method: 'POST',
        path: '/api/auth/login',
        dialect: 'data',
        view: TokenLoginInDocument3,
      },
    ],
  }),
  renew: mutation({
    access: 'user',
    summary: 'Replace the account’s token',
    description:
      'For whoever shows the one before, and with two-factor authentication on a code. That token and every other session are good no more.',
    input: z.object({
      accessToken: secret(200).describe('The token that is to be replaced.'),
      code: secondFactorCode(),
    }),
    output: NewAccessToken,
    errors: ['INVALID_CREDENTIALS', 'RATE_LIMITED'],
    secret: true,
    rest: [
      {
        method: 'POST',
        path: '/api/auth/token',
        dialect: 'data',
        view: NewAccessTokenInDocument3,
      },
    ],
  }),
}
