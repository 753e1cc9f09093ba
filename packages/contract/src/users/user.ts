import { z } from 'zod'
import { Account } from '../auth/account.ts'
import { id, named, prefixed, time } from '../fields.ts'

/** What one may be in a negotiation: whoever has a store is both. */
export const ACCOUNT_TYPES = ['buyer', 'seller'] as const
export type AccountType = (typeof ACCOUNT_TYPES)[number]

/** The caller's own account, as the apps of document 5 know it. */
export const OwnUser = z.object({
  id: prefixed('USR', id()),
  email: Account.shape.email,
  username: z.string(),
  avatar: named('profile_picture', z.string().nullable()),
  emailVerified: z.boolean(),
  isBuyer: z.literal(true),
  isSeller: z.boolean().describe('They have a store.'),
  currentRole: z
    .enum(ACCOUNT_TYPES)
    .describe('As what they have signed in, or else `seller` with a store.'),
  sellerAccount: z
    .object({
      id: prefixed('seller', id()),
      storeName: named('shop_name', z.string()),
      description: z.string(),
    })
    .nullable(),
  isActive: z.boolean(),
  twoFactorEnabled: z.boolean(),
  createdAt: time(),
})
export type OwnUser = z.output<typeof OwnUser>

/** The same, just signed in. */
export const SignedInUser = OwnUser.extend({
  session: named('access_token', z.string()).describe(
    'Opaque token of the session, as Bearer token and in the `session` cookie: good for 30 days.',
  ),
})
export type SignedInUser = z.output<typeof SignedInUser>
