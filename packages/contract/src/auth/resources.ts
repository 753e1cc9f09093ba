// What the SDK exports of this domain: each name is a schema and the type of what it parses.
export { Account, Login, NewAccessToken, TokenLogin } from './account.ts'
export { Profile, Ratings } from './profile.ts'
export {
  BackupCodes,
  RememberedDevice,
  TwoFactorSettings,
  TwoFactorSetup,
  TwoFactorVerified,
} from './two-factor.ts'
