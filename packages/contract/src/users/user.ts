import { z } from 'zod'
import { Account } from '../auth/account.ts'
import { id, madeAt, named, prefixed } from '../fields.ts'

/** What one may be in a negotiation: whoever has a store is both. */
export const ACCOUNT_TYPES = ['buyer', 'seller'] as const
export type AccountType = (typeof ACCOUNT_TYPES)[number]

/** The caller's own account, as the apps of document 5 know it. */
export const OwnUser = z.object({
  id: prefixed('USR', id()),
  email: Account.shape.email,
  username: z.string().describe('What they are called; one of a kind.'),
  avatar: named('profile_picture', z.string().nullable()).describe(
    'Address of their picture; null for none.',
  ),
  emailVerified: z.boolean().describe('They have shown that the address is theirs.'),
  isBuyer: z.literal(true).describe('Always true: everybody may buy.'),
  isSeller: z.boolean().describe('They have a store.'),
  currentRole: z
    .enum(ACCOUNT_TYPES)
    .describe('As what they have signed in, or else `seller` with a store.'),
  sellerAccount: z
    .object({
      id: prefixed('seller', id()),
      storeName: named('shop_name', z.string()).describe('What the store is called.'),
      description: z.string().describe('What the store says of itself.'),
    })
    .nullable()
    .describe('Their store; null without one.'),
  isActive: z.boolean().describe('False once staff have banned them.'),
  twoFactorEnabled: z
    .boolean()
    .describe('They have an authenticator app set up: signing in takes a code.'),
  createdAt: madeAt(),
})
export type OwnUser = z.output<typeof OwnUser>

/** The same, just signed in. */
export const SignedInUser = OwnUser.extend({
  session: named('access_token', z.string()).describe(
    'Opaque token of the session, as Bearer token and in the `session` cookie: good for 30 days.',
  ),
})
export type SignedInUser = z.output<typeof SignedInUser>
