import { z } from 'zod'
import { id, line, madeAt, named, prefixed, secret, time, unless } from '../fields.ts'

/**
 * Letters and digits of any script, `_`, `.` and `-`, 3 to 32 of them after normalisation. Letters
 * and marks that leave no trace on the page are out: two names must not look the same for them. One
 * letter or digit there must be.
 */
const USERNAME =
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
      .describe('3 to 32 letters and digits of any script, `_`, `.` or `-`.')
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
    .describe('8 to 128 characters, and none of those that are guessed first.')
}

export function email() {
  return z
    .string()
    .trim()
    .max(254, 'must have at most 254 characters')
    .pipe(z.email('must be an e-mail address'))
    .describe('Where they get mail; good for logging in too.')
}

/** A person's name. */
export const name = () => line(1, 150)

/** A person's own account. */
export const Account = z.object({
  id: id().describe('The user number.'),
  uuid: z.uuid().describe('The same user in documents 2 and 4.'),
  username: z.string().describe('What they log in with; one of a kind.'),
  email: z
    .string()
    .nullable()
    .describe('Where they get mail; null for an account without an address.'),
  fullname: z
    .string()
    .nullable()
    .describe('What others see instead of the username; null where none was given.'),
  firstName: z.string().nullable().describe('Null where none was given.'),
  lastName: z.string().nullable().describe('Null where none was given.'),
  displayName: z.string().describe('Full name, else first and last name, else username.'),
  isStaff: z.boolean().describe('A member of staff, who may call what is for staff.'),
  isActive: z.boolean().describe('False once staff have banned them.'),
  avatar: z.string().nullable().describe('Address of their picture.'),
  twoFactorEnabled: z
    .boolean()
    .describe('They have an authenticator app set up: log-ins take a code.'),
  createdAt: madeAt(),
  lastLogin: time().nullable().describe('Null before the first log-in.'),
})
export type Account = z.output<typeof Account>

/** Documents show a password field; Souk keeps the field and never fills it. */
const redactedPassword = () =>
  z
    .literal('[redacted]')
    .default('[redacted]')
    .describe('Always `[redacted]`: clients know the field, and nobody is shown a password.')

/** The account as document 1 shows it after log-in. */
export const AccountInDocument1 = z.object({
  ...Account.pick({ id: true, username: true }).shape,
  password: redactedPassword(),
  createdAt: madeAt(),
})

/** The account as the entity documents show it: the UUID is its `id`, the number `user_number`. */
export const AccountEntity = Account.omit({ id: true, uuid: true }).extend({
  uuid: named('id', z.uuid()).describe('The user as documents 2 and 4 name them.'),
  id: named('user_number', id()).describe('The user as documents 1, 3 and 5 name them.'),
  avatar: unless(Account.shape.avatar.clone(), (avatar) => avatar === null),
  twoFactorEnabled: unless(
    Account.shape.twoFactorEnabled.clone(),
    (isEnabled) => isEnabled === false,
  ),
  password: redactedPassword(),
})

/** What a remembered device shows instead of a code. */
const deviceToken = () =>
  z
    .string()
    .describe(
      'Shown at the next log-in, it stands for a code: where the device is to be remembered.',
    )

/** What a log-in gives: a short-lived access token and the refresh token that renews it. */
export const Login = z.object({
  access: z.string().describe('Bearer token, good for an hour.'),
  refresh: z.string().describe('Use once at `auth.refresh` to get the next pair.'),
  session: z.string().describe('Opaque token of the session, the value of the `session` cookie.'),
  expiresIn: z.int().describe('Seconds until the access token expires.'),
  deviceToken: deviceToken().nullable().default(null),
  user: Account.describe('Who has logged in.'),
})
export type Login = z.output<typeof Login>

/** In documents, only where a device was to be remembered. */
export const shownDeviceToken = () => unless(deviceToken().nullable(), (token) => token === null)

/** An account as document 3 shows it. */
const { username: shownName, twoFactorEnabled, createdAt, avatar } = Account.shape
const userId = () => prefixed('user', id())

export const AccountInDocument3 = z.object({
  id: userId(),
  username: shownName,
  avatar,
  twoFactorEnabled,
  createdAt,
})

/** An account that has just been created, with the token that is all its owner has to sign in with. */
export const NewAccessToken = Account.extend({
  accessToken: z.string().describe('Shown now and never again: whoever has it has the account.'),
})
export type NewAccessToken = z.output<typeof NewAccessToken>

export const NewAccessTokenInDocument3 = z.object({
  id: userId(),
  accessToken: NewAccessToken.shape.accessToken,
  username: shownName,
  twoFactorEnabled,
  createdAt,
})

/** The session that a token has opened, unless its second factor is still to come. */
export const tokenSession = {
  sessionToken: z
    .string()
    .optional()
    .describe('Opaque token of the session, also in the `session` cookie.'),
  sessionExpiresIn: z.int().optional().describe('Seconds until the session ends.'),
}

/** What a log-in with an account's token gives. */
export const TokenLogin = z.object({
  user: Account.describe('Whose token it is.'),
  requires2FA: z.boolean().describe('No session yet: a code is to be verified with the token.'),
  ...tokenSession,
})
export type TokenLogin = z.output<typeof TokenLogin>

export const TokenLoginInDocument3 = TokenLogin.extend({
  user: z
    .object({ id: userId(), username: shownName, twoFactorEnabled })
    .describe('Whose token it is.'),
})
