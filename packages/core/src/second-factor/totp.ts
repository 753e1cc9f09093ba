import { Secret, TOTP } from 'otpauth'

/** Seconds for which a code is shown, and how many codes to either side of now are good as well. */
const PERIOD = 30
const WINDOW = 1

const ISSUER = 'Souk'

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD })

/** A secret for an authenticator app: 160 random bits, in Base32. */
export const newSecret = () => new Secret({ size: 20 }).base32

/** What an authenticator app reads from a QR code. */
export const totpAddress = (secret: string, label: string) => totpOf(secret, label).toString()

export const isTotp = (code: string) => /^\d{6}$/.test(code)

/** The step whose code this is, if it is near enough to `at`: each step has its code once. */
export function stepOf(secret: string, code: string, at: Date): number | null {
  const timestamp = at.getTime()
  const delta = totpOf(secret).validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD) + delta
}
