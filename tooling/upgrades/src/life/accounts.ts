import { totp } from '@souk/core/testing/totp.ts'
import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import { shopClient } from '@souk/server/testing/shop'
import type { People } from '../people.ts'

type Who = Pick<TestUser, 'token'>

/** What only people know, for the database has digests of it: the test of upgrades logs in with it. */
export interface Known {
  /** The token of an account that is nothing else. */
  readonly accessToken: string
  /** What ife’s authenticator app has. */
  readonly appSecret: string
  /** One of ife’s backup codes that is still good, and one that was used. */
  readonly backupCode: string
  readonly usedBackupCode: string
  /** Of the device on which ife is asked for no code. */
  readonly deviceToken: string
}

/** Somebody who is nothing but a token, and people with a second factor at each point of its life. */
export async function secureAccounts(
  souk: HttpClient,
  { emeka, femi, gbenga, hauwa, ife, jide }: People,
  { ngozi, tunde }: { readonly ngozi: Who; readonly tunde: Who },
): Promise<Known> {
  const accessToken = await newcomer(souk)
  await souk.post('/api/auth/2fa/setup', {}, jide.token)
  for (const { token } of [emeka, femi, gbenga]) await enable(souk, token)
  const off = await enable(souk, hauwa.token)
  const body = { code: off.backupCodes[0], password: hauwa.password }
  await souk.post('/api/auth/2fa/disable', body, hauwa.token)
  const reset = (who: TestUser, { token }: Who) =>
    souk.post(`/exec/user/two-factor/reset/${who.id}/`, {}, token)
  for (const staff of [ngozi, tunde]) await reset(gbenga, staff)
  await reset(emeka, ngozi)
  const { appSecret, backupCodes, deviceToken } = await enable(souk, ife.token)
  const [usedBackupCode = '', backupCode = ''] = backupCodes
  await souk.request('PATCH', '/api/auth/2fa', {
    body: { confirmReleases: true },
    token: ife.token,
  })
  const address = { address: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', code: usedBackupCode }
  await souk.request('PUT', '/api/wallet', { body: address, token: ife.token })
  return { accessToken, appSecret, backupCode, usedBackupCode, deviceToken }
}

/** Signs up without a name, logs in for long, and looks for something to buy. */
async function newcomer(souk: HttpClient): Promise<string> {
  const { accessToken } = (await souk.post('/api/auth/register')).body.data
  await souk.post('/api/auth/login', { accessToken, rememberDevice: true })
  const [product] = (await souk.get('/api/products?search=lighthouse', accessToken)).body.data
  await shopClient(souk).newOrder({ token: accessToken }, product.id)
  return accessToken
}

async function enable(souk: HttpClient, token: string) {
  const { secret } = (await souk.post('/api/auth/2fa/setup', {}, token)).body.data
  const body = { token: totp(secret, new Date()), rememberDevice: true }
  const { data } = (await souk.post('/api/auth/2fa/verify', body, token)).body
  const { backupCodes, deviceToken }: { backupCodes: string[]; deviceToken: string } = data
  return { appSecret: secret as string, backupCodes, deviceToken }
}
