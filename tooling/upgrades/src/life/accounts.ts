import { totp } from '@souk/core/testing/totp.ts'
import type { HttpClient } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

/** Somebody who is nothing but a token, and two with a second factor: set up, and in use. */
export async function secureAccounts(souk: HttpClient, { ife, jide }: People): Promise<void> {
  const newcomer = await souk.post('/api/auth/register')
  const { accessToken } = newcomer.body.data
  await souk.post('/api/auth/login', { accessToken, rememberDevice: true })
  await souk.post('/api/auth/2fa/setup', {}, jide.token)
  const { secret } = (await souk.post('/api/auth/2fa/setup', {}, ife.token)).body.data
  const body = { token: totp(secret, new Date()), rememberDevice: true }
  await souk.post('/api/auth/2fa/verify', body, ife.token)
}
