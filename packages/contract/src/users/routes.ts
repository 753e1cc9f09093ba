import { z } from 'zod'
import { email, newPassword, username } from '../auth/account.ts'
import { mutation, query, type RestRoute } from '../define.ts'
import { httpsUrl, named, secondFactorCode, secret } from '../fields.ts'
import { NewSeller } from '../shop/seller.ts'
import { ACCOUNT_TYPES, OwnUser, SignedInUser } from './user.ts'

const at = (
  method: RestRoute['method'],
  path: `/${string}`,
  status?: RestRoute['status'],
): RestRoute => ({
  method,
  path: `/api/v1/users${path}`,
  dialect: 'rooms',
  ...(status !== undefined && { status }),
})

const RULE = `must be one of ${ACCOUNT_TYPES.join(', ')}`
const accountType = () =>
  z
    .string(RULE)
    .transform((type) => type.trim().toLowerCase())
    .pipe(z.enum(ACCOUNT_TYPES, RULE))
    .nullish()
    .describe('A seller has a store at once; a buyer may open one later.')

/** The doors by which the apps of document 5 come in: to the same accounts as all others. */
export const users = {
  register: mutation({
    access: 'public',
    summary: 'Create an account with an e-mail address, and sign in',
    description:
      'As a seller it has a store at once, which without a name is called like its owner. In the sandbox play money is credited.',
    input: z.object({
      email: email(),
      password: newPassword(),
      username: username().optional(),
      accountType: accountType(),
      sellerData: z
        .object({
          storeName: named('shop_name', NewSeller.shape.storeName.optional()),
          description: NewSeller.shape.description,
          category: NewSeller.shape.category,
        })
        .nullish()
        .describe('Of the store, for a seller.'),
    }),
    output: SignedInUser,
    errors: ['ALREADY_REGISTERED'],
    session: 'opens',
    secret: true,
    rest: [at('POST', '/register', 201)],
  }),
  login: mutation({
    access: 'public',
    summary: 'Sign in with an e-mail address',
    description: 'Sets the `session` cookie as well. Repeated failures are slowed down (429).',
    input: z.object({
      email: secret(254).describe('Their e-mail address.'),
      password: secret(1024).describe('Their password.'),
      accountType: accountType().describe('As what they want to be shown; it changes no rights.'),
      code: secondFactorCode(),
    }),
    output: SignedInUser,
    errors: ['INVALID_CREDENTIALS', 'TWO_FACTOR_REQUIRED', 'RATE_LIMITED'],
    session: 'opens',
    rest: [at('POST', '/login')],
  }),
  profile: query({
    access: 'user',
    summary: 'Show the signed-in user',
    description: 'The account that every other path knows too, as the apps of document 5 read it.',
    input: z.object({}),
    output: OwnUser,
    rest: [at('GET', '/profile')],
  }),
  updateProfile: mutation({
    access: 'user',
    summary: 'Change the signed-in user’s name or picture',
    description: 'What is not given stays as it is.',
    input: z.object({
      username: username().optional(),
      avatar: named('profile_picture', httpsUrl().nullable().optional()).describe(
        'An `https:` address, or null for none.',
      ),
    }),
    output: OwnUser,
    errors: ['ALREADY_REGISTERED'],
    rest: [at('PUT', '/profile')],
  }),
}
