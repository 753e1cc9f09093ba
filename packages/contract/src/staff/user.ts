import { z } from 'zod'
import { amountShown, id, named, padded, time, unless } from '../fields.ts'

/** A user of whom staff speak: the UUID, or the user number. */
export function userRef() {
  return z
    .union([z.string(), z.number()], 'must be the id of a user')
    .transform((ref) => String(ref).toLowerCase())
    .pipe(
      z
        .string()
        .regex(
          /^(?:[1-9]\d{0,14}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/,
          'must be the id of a user',
        ),
    )
}

/** What Souk does not keep of a person yet; the documents have a place for it. */
const notKept = {
  phoneNumber: z.string().nullable().describe('Always null: none is kept.'),
  hasKyc: z.boolean().describe('Always false: nobody’s papers are looked at.'),
  twoFactorEnabled: z.boolean().describe('They have an authenticator app set up.'),
  twoFactorType: z.string().describe('`totp` with an authenticator app, else `email`.'),
}

/** A user as staff see them beside what is theirs. */
export const UserBrief = z.object({
  id: id().describe('The user number.'),
  uuid: z.uuid().describe('The same user in document 4.'),
  username: z.string().describe('One of a kind.'),
  email: z.string().nullable().describe('Null for an account without an address.'),
  firstName: z.string().nullable().describe('Null where none was given.'),
  lastName: z.string().nullable().describe('Null where none was given.'),
  ...notKept,
})
export type UserBrief = z.output<typeof UserBrief>

/** The UUID is the `id` of a user in document 4. */
export const UserBriefInDocument4 = z.object({
  uuid: named('id', z.uuid()).describe('The user as documents 2 and 4 name them.'),
  ...UserBrief.omit({ id: true, uuid: true, username: true }).shape,
})

/** A user as staff see them. */
export const UserForStaff = z.object({
  ...UserBrief.shape,
  displayName: z.string().describe('Full name, else first and last name, else username.'),
  lastLogin: time().nullable().describe('Null before the first log-in.'),
  emailVerified: z.boolean().describe('They have shown that the address is theirs.'),
  phoneNumberVerified: z.boolean().describe('Always false: no telephone numbers are kept.'),
  isStaff: z.boolean().describe('A member of staff.'),
  isSuperuser: z.boolean().describe('Always false: staff are all alike.'),
  isActive: z.boolean().describe('False once staff have banned them.'),
  availableBalance: padded(5, amountShown()).describe(
    'USDT that is free to use, in both wallets together.',
  ),
  createdAt: time().describe('Since when they have had the account.'),
  country: z.string().nullable().describe('Always null: none is kept.'),
  updatedAt: time().describe('When the account last changed.'),
  groups: z.array(z.string()).describe('Always empty: there are none.'),
  userPermissions: z
    .array(z.string())
    .describe('Always empty: what somebody may do is in their settings.'),
})
export type UserForStaff = z.output<typeof UserForStaff>

const shown = UserForStaff.shape

/** In the order of document 4, then what it leaves out. */
export const UserInDocument4 = z.object({
  uuid: named('id', z.uuid()).describe('The user as documents 2 and 4 name them.'),
  password: z
    .literal('[redacted]')
    .default('[redacted]')
    .describe('Always `[redacted]`: clients know the field, and nobody is shown a password.'),
  lastLogin: shown.lastLogin,
  email: shown.email,
  firstName: shown.firstName,
  lastName: shown.lastName,
  phoneNumber: shown.phoneNumber,
  emailVerified: shown.emailVerified,
  phoneNumberVerified: shown.phoneNumberVerified,
  isStaff: shown.isStaff,
  isSuperuser: shown.isSuperuser,
  isActive: shown.isActive,
  hasKyc: shown.hasKyc,
  twoFactorEnabled: shown.twoFactorEnabled,
  twoFactorType: shown.twoFactorType,
  availableBalance: shown.availableBalance,
  id: named('user_number', id()).describe('The user number, as documents 1, 3 and 5 name them.'),
  createdAt: shown.createdAt,
  country: shown.country,
  updatedAt: shown.updatedAt,
  groups: shown.groups,
  userPermissions: shown.userPermissions,
  username: shown.username,
})

const mayTrade = (coin: string) => z.boolean().describe(`May make new deals in ${coin}.`)

/** What staff can take from a user and give back; a right that is not named in a change stays. */
export const rights = {
  isActive: z.boolean().describe('False bans: sessions end at once, and logging in is refused.'),
  canTradeBtc: mayTrade('BTC'),
  canTradeLtc: mayTrade('LTC'),
  canTradeUsdt: mayTrade('USDT'),
  canTradeBnb: mayTrade('BNB'),
  canTradeEth: mayTrade('ETH'),
  canTradeTrx: mayTrade('TRX'),
  canWithdraw: z.boolean().describe('May ask for withdrawals.'),
  canDeposit: z.boolean().describe('May announce deposits.'),
  canTransfer: z.boolean().describe('May move money between the main and the p2p wallet.'),
}

/** What a user may do. */
export const UserSettings = z.object({
  user: UserBrief.describe('Whose settings they are.'),
  ...rights,
})
export type UserSettings = z.output<typeof UserSettings>

/** A right that the document does not show is told of once it has been taken. */
const unlessGiven = (right: z.ZodBoolean) => unless(right.clone(), (has) => has === true)

export const UserSettingsInDocument4 = UserSettings.extend({
  user: UserBriefInDocument4.describe('Whose settings they are.'),
  canTradeTrx: unlessGiven(rights.canTradeTrx),
  canWithdraw: unlessGiven(rights.canWithdraw),
  canDeposit: unlessGiven(rights.canDeposit),
  canTransfer: unlessGiven(rights.canTransfer),
})
