import { z } from 'zod'
import { id, line, named, secret, time } from '../fields.ts'

/**
 * Letters and digits of any script, `_`, `.` and `-`, 3 to 32 of them after normalisation. Letters
 * and marks that leave no trace on the page are out: two names must not look the same for them. One
 * letter or digit there must be.
 */
export const USERNAME =
  /^(?!.*\p{Default_Ignorable_Code_Point})(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{Nd}_.-]{3,32}$/u

const USERNAME_RULE = 'must be 3 to 32 letters, digits, "_", "." or "-"'

export function username() {
  return (
    z
      .string()
      // Before normalising: its time grows with the square of a long run of combining marks.
      .max(200, USERNAME_RULE)
      .refine((name) => name.isWellFormed(), 'must be valid text')
      .transform((name) => name.normalize('NFKC').trim())
      .pipe(z.string().regex(USERNAME, USERNAME_RULE))
  )
}

const COMMON = new Set(
  'password password1 passw0rd 12345678 123456789 1234567890 qwertyui qwertyuiop qwerty123 11111111 iloveyou abcdefgh abcd1234 letmein1 sunshine princess football baseball superman trustno1'.split(
    ' ',
  ),
)

/**
 * A new password: 8 to 128 characters, not among the most guessed ones. Composed (NFC), for the same
 * keys give composed letters on one machine and letters with marks on the next.
 */
export function newPassword() {
  return secret(1024)
    .overwrite((password) => password.normalize('NFC'))
    .max(128, 'must have at most 128 characters')
    .min(8, 'must have at least 8 characters')
    .refine((value) => new Set(value).size > 2, 'is too easy to guess')
    .refine((value) => !COMMON.has(value.toLowerCase()), 'is too easy to guess')
}

export function email() {
  return z
    .string()
    .trim()
    .max(254, 'must have at most 254 characters')
    .pipe(z.email('must be an e-mail address'))
}

/** A person's name. */
export const name = () => line(1, 150)

/** A person's own account. */
export const Account = z.object({
  id: id().describe('The user number.'),
  uuid: z.uuid(),
  username: z.string(),
  email: z.string().nullable(),
  fullname: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  displayName: z.string().describe('Full name, else first and last name, else username.'),
  isStaff: z.boolean(),
  isActive: z.boolean(),
  createdAt: time(),
  lastLogin: time().nullable(),
})
export type Account = z.output<typeof Account>

/** Documents show a password field; Souk keeps the field and never fills it. */
const redactedPassword = () => z.literal('[redacted]').default('[redacted]')

/** The account as document 1 shows it after log-in. */
export const AccountInDocument1 = z.object({
  ...Account.pick({ id: true, username: true }).shape,
  password: redactedPassword(),
  createdAt: time(),
})

/** The account as the entity documents show it: the UUID is its `id`, the number `user_number`. */
export const AccountEntity = Account.omit({ id: true, uuid: true }).extend({
  uuid: named('id', z.uuid()),
  id: named('user_number', id()),
  password: redactedPassword(),
})

/** What a log-in gives: a short-lived access token and the refresh token that renews it. */
export const Login = z.object({
  access: z.string().describe('Bearer token, good for an hour.'),
  refresh: z.string().describe('Use once at `auth.refresh` to get the next pair.'),
  session: z.string().describe('Opaque token of the session, the value of the `session` cookie.'),
  expiresIn: z.int().describe('Seconds until the access token expires.'),
  user: Account,
})
export type Login = z.output<typeof Login>
