import { z } from 'zod'
import { id, named, time } from '../fields.ts'

/** What others say of a user after their deals. */
export const Ratings = z.object({
  positiveFeedbackCount: z.int().describe('How many were content with a deal.'),
  negativeFeedbackCount: z.int().describe('How many were not.'),
  averageRating: named('averate_rating', z.number()).describe(
    'Five times the positive share of all ratings, to one decimal; 0 while there are none.',
  ),
})
export type Ratings = z.output<typeof Ratings>

/**
 * A user as others see them. What only the user and staff may know is hidden from everybody else: the
 * e-mail address is masked (`a***@example.com`); telephone, last log-in and providers' ids are null.
 */
export const Profile = z.object({
  uuid: named('id', z.uuid()).describe('The user as documents 2 and 4 name them.'),
  ratings: Ratings.describe('What others say of them after deals.'),
  lastLogin: time().nullable().describe('For the user and staff; null for others.'),
  email: z
    .string()
    .nullable()
    .describe(
      'Whole for the user and staff, masked (`a***@example.com`) for others; null for who has none.',
    ),
  emailVerified: z.boolean().describe('They have shown that the address is theirs.'),
  phoneNumberVerified: z.boolean().describe('Always false: no telephone numbers are kept.'),
  countryVerified: z.boolean().describe('Always false: no countries are kept.'),
  googleId: z.string().nullable().describe('Always null: nobody signs in by Google.'),
  facebookId: z.string().nullable().describe('Always null: nobody signs in by Facebook.'),
  phoneNumber: z.string().nullable().describe('Always null: none is kept.'),
  isStaff: z.boolean().describe('A member of staff.'),
  isSuperuser: z.boolean().describe('Always false: staff are all alike.'),
  isActive: z.boolean().describe('False once staff have banned them.'),
  twoFactorEnabled: z.boolean().describe('They have an authenticator app set up.'),
  twoFactorType: z.string().describe('`totp` with an authenticator app, else `email`.'),
  createdAt: time().describe('Since when they have had the account.'),
  updatedAt: time().describe('When the account last changed.'),
  fullname: z.string().nullable().describe('Null where none was given.'),
  displayName: z.string().describe('Full name, else first and last name, else username.'),
  country: z.string().nullable().describe('Always null: none is kept.'),
  id: named('transaction_id', id()).describe('The user number.'),
  hasKyc: z.boolean().describe('Always false: nobody’s papers are looked at.'),
  hasP2p: z.boolean().describe('Always true: everybody may deal.'),
  isBanned: z.boolean().describe('Staff have banned them; the opposite of `is_active`.'),
  groups: z.array(z.string()).describe('Always empty: there are none.'),
  userPermissions: z
    .array(z.string())
    .describe('Always empty: what somebody may do is in the settings that staff see.'),
})
export type Profile = z.output<typeof Profile>

const { uuid, ratings, ...others } = Profile.omit({ fullname: true }).extend({
  displayName: named('fullname', z.string()).describe(
    'Full name, else first and last name, else username.',
  ),
}).shape

/**
 * The profile as document 2 shows it: always with a name to call the person by, and with a password
 * field that is never filled.
 */
export const ProfileInDocument2 = z.object({
  uuid,
  ratings,
  password: z
    .literal('[redacted]')
    .default('[redacted]')
    .describe('Always `[redacted]`: clients know the field, and nobody is shown a password.'),
  ...others,
})
