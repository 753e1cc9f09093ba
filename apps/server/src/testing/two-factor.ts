import { totp } from '@souk/core/testing/totp.ts'
import type { HttpClient } from './http-client.ts'

/** Somebody who is nothing but a token. */
export interface Anonymous {
  readonly accessToken: string
  readonly id: string
}

/** What an authenticator app and its owner have. */
export interface SecondFactor {
  readonly secret: string
  /** What the app shows now. */
  code(): string
  readonly backupCodes: readonly string[]
  readonly sessionToken: string
}

/** Second factors over HTTP, for tests that need people who have one. */
export interface TwoFactorClient {
  newcomer(): Promise<Anonymous>
  /** Sets an app up for whoever has the credential, with a code of the step before: this one's is left. */
  enable(credential: string): Promise<SecondFactor>
  /** Somebody who is nothing but a token, with an app. */
  withTwoFactor(): Promise<Anonymous & SecondFactor>
}

export function twoFactorClient(souk: HttpClient, clock: () => Date): TwoFactorClient {
  const newcomer = async (): Promise<Anonymous> => (await souk.post('/api/auth/register')).body.data
  async function enable(credential: string): Promise<SecondFactor> {
    const { secret } = (await souk.post('/api/auth/2fa/setup', {}, credential)).body.data
    const token = totp(secret, new Date(clock().getTime() - 30_000))
    const { status, body } = await souk.post('/api/auth/2fa/verify', { token }, credential)
    if (status !== 200) throw new Error(`no second factor was set up: ${body.error}`)
    return { ...body.data, secret, code: () => totp(secret, clock()) }
  }
  return {
    newcomer,
    enable,
    async withTwoFactor() {
      const account = await newcomer()
      return { ...account, ...(await enable(account.accessToken)) }
    },
  }
}
