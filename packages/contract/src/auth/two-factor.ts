import { z } from 'zod'
import { madeAt, time } from '../fields.ts'
import { tokenSession } from './account.ts'

/** A secret for an authenticator app. */
export const TwoFactorSetup = z.object({
  secret: z.string().describe('In Base32, to be typed into an authenticator app.'),
  qrCodeUrl: z.string().describe('The same as an `otpauth:` address, to be shown as a QR code.'),
})
export type TwoFactorSetup = z.output<typeof TwoFactorSetup>

/** What a right code gives. */
export const TwoFactorVerified = z.object({
  verified: z.literal(true).describe('The code was right; a wrong one is refused.'),
  backupCodes: z
    .array(z.string())
    .optional()
    .describe(
      'Each stands for a code once. Shown when the first code is verified, and never again.',
    ),
  ...tokenSession,
  deviceToken: z
    .string()
    .optional()
    .describe(
      'Stands for a code at log-ins of the next 30 days, if the device is to be remembered.',
    ),
})
export type TwoFactorVerified = z.output<typeof TwoFactorVerified>

/** New backup codes. */
export const BackupCodes = z.object({
  backupCodes: z.array(z.string()).describe('Each stands for a code once. Shown now alone.'),
})
export type BackupCodes = z.output<typeof BackupCodes>

/** How somebody's two-factor authentication is set. */
export const TwoFactorSettings = z.object({
  enabled: z.boolean().describe('An authenticator app is set up, and a first code was verified.'),
  confirmReleases: z.boolean().describe('Releases take a code too, like withdrawals.'),
  backupCodesLeft: z.int().describe('How many have not been used.'),
})
export type TwoFactorSettings = z.output<typeof TwoFactorSettings>

/** A device on which no code is asked for. */
export const RememberedDevice = z.object({
  id: z.uuid(),
  createdAt: madeAt(),
  expiresAt: time().describe('From when on a code is asked for again.'),
})
export type RememberedDevice = z.output<typeof RememberedDevice>
