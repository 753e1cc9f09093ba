import { z } from 'zod'
import { id, named, time } from '../fields.ts'

/** What others say of a user after their deals. */
export const Ratings = z.object({
  positiveFeedbackCount: z.int(),
  negativeFeedbackCount: z.int(),
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
  uuid: named('id', z.uuid()),
  ratings: Ratings,
  lastLogin: time().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  phoneNumberVerified: z.boolean(),
  countryVerified: z.boolean(),
  googleId: z.string().nullable(),
  facebookId: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  isStaff: z.boolean(),
  isSuperuser: z.boolean(),
  isActive: z.boolean(),
  twoFactorEnabled: z.boolean(),
  twoFactorType: z.string(),
  createdAt: time(),
  updatedAt: time(),
  fullname: z.string().nullable(),
  displayName: z.string().describe('Full name, else first and last name, else username.'),
  country: z.string().nullable(),
  id: named('transaction_id', id()).describe('The user number.'),
  hasKyc: z.boolean(),
  hasP2p: z.boolean(),
  isBanned: z.boolean(),
  groups: z.array(z.string()),
  userPermissions: z.array(z.string()),
})
export type Profile = z.output<typeof Profile>

const { uuid, ratings, ...others } = Profile.omit({ fullname: true }).extend({
  displayName: named('fullname', z.string()),
}).shape

/**
 * The profile as document 2 shows it: always with a name to call the person by, and with a password
 * field that is never filled.
 */
export const ProfileInDocument2 = z.object({
  uuid,
  ratings,
  password: z.literal('[redacted]').default('[redacted]'),
  ...others,
})
