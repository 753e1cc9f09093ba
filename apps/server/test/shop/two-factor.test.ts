import { LOGIN_LIMITS } from '@souk/core'
import { totp } from '@souk/core/testing/totp.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tally } from '../../src/testing/http-client.ts'
import { marketClient } from '../../src/testing/market.ts'
import { connectSocket } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'
import { type TwoFactorClient, twoFactorClient } from '../../src/testing/two-factor.ts'

let souk: TestSouk
let now = new Date('2026-05-01T12:00:00Z')
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}
let people: TwoFactorClient
beforeAll(async () => {
  souk = await startTestSouk({ TRUST_PROXY: '1' }, { clock: () => now, wait: async () => {} })
  people = twoFactorClient(souk, () => now)
})
afterAll(() => souk.stop())
// Another step of everybody's apps, and none of the guesses before counts any more.
beforeEach(() => pass(LOGIN_LIMITS.window / 1000 + 60))

const PASSWORD = 'correct horse battery'
const refusal = (code: string, status: number) => ({ status, body: { success: false, code } })
const REQUIRED = refusal('TWO_FACTOR_REQUIRED', 403)
const WRONG = {
  status: 422,
  body: { code: 'VALIDATION_ERROR', details: { token: 'is not a current code, or has been used' } },
}

const verify = (token: unknown, credential: string, more: object = {}) =>
  souk.post('/api/auth/2fa/verify', { token, ...more }, credential)

const newcomer = () => people.newcomer()
const enable = (credential: string) => people.enable(credential)
const withTwoFactor = () => people.withTwoFactor()

let names = 0
/** Somebody with a password, who is signed in. */
async function member() {
  names += 1
  const username = `member${names}`
  await souk.post('/register', { username, password: PASSWORD })
  const { body } = await souk.post('/auth/login', { username, password: PASSWORD })
  return { username, id: body.entity.user.user_number, ...body.entity }
}

const isGood = async (token: string) => (await souk.get('/api/auth/me', token)).status === 200

describe('setting up', () => {
  test('gives another secret each time, and only the last one’s codes are good', async () => {
    const { accessToken } = await newcomer()
    const setUp = async () => (await souk.post('/api/auth/2fa/setup', {}, accessToken)).body.data
    const [first, second] = [await setUp(), await setUp()]
    expect(first.secret).not.toBe(second.secret)
    expect(await verify(totp(first.secret, now), accessToken)).toMatchObject(WRONG)
    expect(await verify(totp(second.secret, now), accessToken)).toMatchObject({ status: 200 })
    const again = await souk.post('/api/auth/2fa/setup', {}, accessToken)
    expect(again).toMatchObject(REQUIRED)
  })

  test('is refused once it is on', async () => {
    const { sessionToken } = await withTwoFactor()
    const again = await souk.post('/api/auth/2fa/setup', {}, sessionToken)
    expect(again).toMatchObject(refusal('CONFLICT', 409))
  })

  test('never takes a secret from the client', async () => {
    const { accessToken } = await newcomer()
    const secret = 'JBSWY3DPEHPK3PXP'
    const chosen = await souk.post('/api/auth/2fa/setup', { totpCode: '1', secret }, accessToken)
    expect(chosen).toMatchObject({ status: 422, body: { details: { secret: expect.any(String) } } })
    expect(await verify(totp(secret, now), accessToken, { secret })).toMatchObject({ status: 422 })
    expect(await verify(totp(secret, now), accessToken)).toMatchObject(refusal('CONFLICT', 409))
  })

  test('changes nothing before a code has been verified', async () => {
    const { accessToken } = await newcomer()
    await souk.post('/api/auth/2fa/setup', {}, accessToken)
    expect(await isGood(accessToken)).toBe(true)
    const { data } = (await souk.post('/api/auth/login', { accessToken })).body
    expect(data).toMatchObject({ requires2FA: false, user: { twoFactorEnabled: false } })
  })

  test('stores neither secret nor codes, nor do answers under a key give them away', async () => {
    const { accessToken } = await newcomer()
    const keyed = async (path: string, body: object) => {
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const options = { token: accessToken, body, headers }
      return souk.request('POST', path, options)
    }
    const { secret } = (await keyed('/api/auth/2fa/setup', {})).body.data
    const { backupCodes } = (await keyed('/api/auth/2fa/verify', { token: totp(secret, now) })).body
      .data
    const tables = ['two_factor', 'backup_codes', 'idempotency_keys', 'sessions']
    const kept = await Promise.all(
      tables.map((table) => souk.sql(`select t::text from ${table} t`)),
    )
    for (const code of [secret, ...backupCodes]) expect(JSON.stringify(kept)).not.toContain(code)
    const hex = Buffer.from(secret).toString('hex')
    expect(JSON.stringify(kept)).not.toContain(hex)
  })
})

describe('with it on, the token alone', () => {
  test('logs in and verifies, and does nothing else on any path', async () => {
    const { accessToken } = await withTwoFactor()
    for (const [method, path] of [
      ['GET', '/api/auth/me'],
      ['PATCH', '/api/auth/me'],
      ['POST', '/api/auth/logout'],
      ['POST', '/api/auth/2fa/setup'],
      ['POST', '/api/auth/2fa/disable'],
      ['GET', '/api/auth/2fa'],
    ] as const) {
      expect(await souk.request(method, path, { token: accessToken })).toMatchObject(REQUIRED)
    }
    for (const path of ['/auth/me', '/trades', '/p2p/wallet/', '/exec/confirmations/']) {
      expect((await souk.get(path, accessToken)).status).toBe(403)
    }
    expect((await souk.get(`/api/auth/me?access_token=${accessToken}`)).status).toBe(403)
    const body = { access_token: accessToken, asset: 'btc', amount: '1' }
    expect((await souk.post('/trades', body)).status).toBe(403)
    const cookie = { headers: { cookie: `session=${accessToken}` } }
    expect((await souk.request('GET', '/api/auth/me', cookie)).status).toBe(403)
    const socket = connectSocket(`${souk.url.replace('http', 'ws')}/trpc?token=${accessToken}`)
    await expect(socket).rejects.toThrow('403')
  })

  test('logs in without a session, which a code then opens', async () => {
    const { accessToken, code, id } = await withTwoFactor()
    const login = await souk.post('/api/auth/login', { accessToken })
    expect(login.body.data).toMatchObject({
      user: { id, twoFactorEnabled: true },
      requires2FA: true,
    })
    expect(login.body.data).not.toHaveProperty('sessionToken')
    expect(login.headers.has('set-cookie')).toBe(false)

    const verified = await verify(code(), accessToken)
    const { sessionToken, ...data } = verified.body.data
    expect(data).toEqual({ verified: true, sessionExpiresIn: 12 * 3600 })
    expect(verified.headers.get('set-cookie')).toContain(`session=${sessionToken};`)
    expect(await isGood(sessionToken)).toBe(true)
    pass(12 * 3600 + 1)
    expect(await isGood(sessionToken)).toBe(false)
  })

  test('is enough beside the cookie of a session that its own code has opened', async () => {
    const [account, other] = [await withTwoFactor(), await withTwoFactor()]
    const status = async (token: string, session: string, path = '/api/auth/me') =>
      (await souk.request('GET', path, { token, headers: { cookie: `session=${session}` } })).status
    expect(await status(account.accessToken, account.sessionToken)).toBe(200)
    expect(await status(account.accessToken, account.sessionToken, '/trades')).toBe(200)
    for (const session of [other.sessionToken, account.accessToken, 'nonsense', '']) {
      expect(await status(account.accessToken, session)).toBe(403)
    }
    const body = { access_token: account.accessToken, asset: 'btc', amount: '0.1' }
    const headers = { cookie: `session=${account.sessionToken}` }
    expect((await souk.request('POST', '/trades', { body, headers })).status).toBe(201)
    await souk.request('POST', '/api/auth/logout', { token: account.sessionToken })
    expect(await status(account.accessToken, account.sessionToken)).toBe(403)
  })

  test('opens one of thirty days for a device to be remembered', async () => {
    const { accessToken, code } = await withTwoFactor()
    const { data } = (await verify(code(), accessToken, { rememberDevice: true })).body
    pass(29 * 86_400)
    expect(await isGood(data.sessionToken)).toBe(true)
    pass(86_400)
    expect(await isGood(data.sessionToken)).toBe(false)
  })
})

describe('a code', () => {
  test('works once, and none of a step before it', async () => {
    const { accessToken, secret } = await withTwoFactor()
    const before = totp(secret, now)
    pass(30)
    const current = totp(secret, now)
    expect(await verify(current, accessToken)).toMatchObject({ status: 200 })
    expect(await verify(current, accessToken)).toMatchObject(WRONG)
    expect(await verify(before, accessToken)).toMatchObject(WRONG)
  })

  test('is good one step early and late, and no more', async () => {
    const { accessToken, secret } = await withTwoFactor()
    const at = (seconds: number) => totp(secret, new Date(now.getTime() + seconds * 1000))
    pass(3600)
    for (const wrong of [at(-60), at(60), at(-3600)]) {
      expect(await verify(wrong, accessToken)).toMatchObject(WRONG)
    }
    expect(await verify(at(-30), accessToken)).toMatchObject({ status: 200 })
    expect(await verify(at(30), accessToken)).toMatchObject({ status: 200 })
    expect(await verify(at(0), accessToken)).toMatchObject(WRONG)
  })

  test('shown twenty times at once works once', async () => {
    const { accessToken, code, backupCodes } = await withTwoFactor()
    for (const [right, wrong] of [
      [code(), 19],
      [backupCodes[0], 19],
    ] as const) {
      pass(0)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => verify(right, accessToken)),
      )
      const { 200: done, ...refused } = tally(answers)
      expect(done).toBe(1)
      expect(Object.values(refused).reduce((sum, n) => sum + n, 0)).toBe(wrong)
      pass(LOGIN_LIMITS.window / 1000 + 60)
    }
  })

  test('cannot be guessed: an account has few guesses, wherever they come from at once', async () => {
    const { accessToken, code } = await withTwoFactor()
    const guess = (token: string, address: string) =>
      souk.request('POST', '/api/auth/2fa/verify', {
        token: accessToken,
        body: { token },
        headers: { 'x-forwarded-for': address },
      })
    const right = code()
    const wrong = right === '123456' ? '123457' : '123456'
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => guess(wrong, `198.51.100.${i}`)),
    )
    expect(tally(answers)).toEqual({ 422: LOGIN_LIMITS.pair, 429: 30 - LOGIN_LIMITS.pair })
    expect(await guess(right, '192.0.2.9')).toMatchObject(refusal('RATE_LIMIT_EXCEEDED', 429))
    pass(LOGIN_LIMITS.window / 1000 + 1)
    expect(await guess(code(), '192.0.2.9')).toMatchObject({ status: 200 })
  })

  test.each([
    ['none', undefined],
    ['null', null],
    ['a number', 123456],
    ['a list', ['123456']],
    ['five digits', '12345'],
    ['digits of another script', '١٢٣٤٥٦'],
    ['no text', ''],
    ['ten thousand characters', '1'.repeat(10_000)],
    ['an operator', { $gt: '' }],
  ])('that is %s is refused', async (_, token) => {
    const { accessToken, sessionToken } = await withTwoFactor()
    const { status, body } = await verify(token, accessToken)
    expect([status, body.code, Object.keys(body.details)]).toEqual([
      422,
      'VALIDATION_ERROR',
      ['token'],
    ])
    expect(await isGood(sessionToken)).toBe(true)
  })

  test('may be typed with a space', async () => {
    const { accessToken, code } = await withTwoFactor()
    const spaced = code().replace(/(...)/, '$1 ')
    expect(await verify(spaced, accessToken)).toMatchObject({ status: 200 })
  })

  test('of the past does not work after it was turned off and on again', async () => {
    const { accessToken, sessionToken, code, secret } = await withTwoFactor()
    await souk.post('/api/auth/2fa/disable', { code: code(), accessToken }, sessionToken)
    const again = await enable(accessToken)
    expect(again.secret).not.toBe(secret)
    expect(await verify(totp(secret, now), accessToken)).toMatchObject(WRONG)
  })
})

describe('a backup code', () => {
  test('stands for a code once, however it is typed', async () => {
    const { accessToken, backupCodes, sessionToken } = await withTwoFactor()
    const [first = '', second = ''] = backupCodes
    const typed = `${first.slice(0, 4)}-${first.slice(4)}`.toUpperCase()
    expect(await verify(typed, accessToken)).toMatchObject({ status: 200 })
    expect(await verify(first, accessToken)).toMatchObject(WRONG)
    expect(await verify(second, accessToken)).toMatchObject({ status: 200 })
    const { data } = (await souk.get('/api/auth/2fa', sessionToken)).body
    expect(data).toEqual({ enabled: true, confirmReleases: false, backupCodesLeft: 8 })
  })

  test('of somebody else is none', async () => {
    const [one, other] = [await withTwoFactor(), await withTwoFactor()]
    expect(await verify(other.backupCodes[0], one.accessToken)).toMatchObject(WRONG)
  })
})

describe('turning it on', () => {
  test('ends every other session, and keeps the one that did it', async () => {
    const { username, access, refresh } = await member()
    const other = (await souk.post('/auth/login', { username, password: PASSWORD })).body.entity
    const { sessionToken } = await enable(access)
    expect(sessionToken).toBeUndefined()
    expect(await isGood(access)).toBe(true)
    expect(await isGood(other.access)).toBe(false)
    expect((await souk.post('/auth/refresh', { refresh: other.refresh })).status).toBe(401)
    expect((await souk.post('/auth/refresh', { refresh })).status).toBe(200)
  })

  test('shows in documents 2 and 4', async () => {
    const { username, access, id } = await member()
    const admin = await souk.logIn(ADMIN.username, ADMIN.password)
    const settings = async () =>
      (await souk.get(`/exec/user/settings/${id}/`, admin)).body.entity.user
    expect(await settings()).toMatchObject({ two_factor_enabled: false, two_factor_type: 'email' })
    await enable(access)
    const on = { two_factor_enabled: true, two_factor_type: 'totp' }
    expect(await settings()).toMatchObject(on)
    const users = await souk.post('/auth/users/', { search: username }, admin)
    expect(users.body.entity).toMatchObject([on])
    const ad = await marketClient(souk).newAd({ token: access } as never, { crypto_amount: '0.02' })
    expect((await souk.get(`/p2p/ad/detail/${ad}`, admin)).body.entity.user).toMatchObject(on)
    expect((await souk.get('/auth/me', access)).body.entity.two_factor_enabled).toBe(true)
  })
})

describe('a log-in with a password', () => {
  test.each(['/login', '/auth/login'])('at %s takes a code too', async (path) => {
    const { username, access } = await member()
    const { code, backupCodes } = await enable(access)
    const logIn = (more: object) => souk.post(path, { username, password: PASSWORD, ...more })
    const missing = await logIn({})
    expect(missing.status).toBe(403)
    expect(missing.body.message).toContain('send a current code as "code"')
    expect(missing.headers.has('set-cookie')).toBe(false)
    expect((await logIn({ code: '12345' })).status).toBe(401)
    expect((await logIn({ password: 'wrong', code: code() })).status).toBe(401)
    const { status, headers } = await logIn({ code: code() })
    expect([status, headers.has('set-cookie')]).toEqual([200, true])
    expect((await logIn({ code: code() })).status).toBe(401)
    expect((await logIn({ code: backupCodes[0] })).status).toBe(200)
  })

  test('has few guesses at the code, wherever they come from', async () => {
    const { username, access } = await member()
    await enable(access)
    const guess = (i: number) =>
      souk.request('POST', '/login', {
        body: { username, password: PASSWORD, code: 'no such code' },
        headers: { 'x-forwarded-for': `198.51.100.${i}` },
      })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(i)))
    expect(tally(answers)).toEqual({ 401: LOGIN_LIMITS.pair, 429: 12 - LOGIN_LIMITS.pair })
  })
})

describe('a remembered device', () => {
  test('is asked for no code for thirty days, with the credential all the same', async () => {
    const { accessToken, code } = await withTwoFactor()
    const { deviceToken } = (await verify(code(), accessToken, { rememberDevice: true })).body.data
    const login = async (given: object) => (await souk.post('/api/auth/login', given)).body.data
    const remembered = await login({ accessToken, deviceToken })
    expect(remembered).toMatchObject({ requires2FA: false, sessionToken: expect.any(String) })
    expect(await login({ accessToken, deviceToken: 'dv_another' })).toMatchObject({
      requires2FA: true,
    })
    const other = await withTwoFactor()
    const borrowed = await login({ accessToken: other.accessToken, deviceToken })
    expect(borrowed).toMatchObject({ requires2FA: true })
    pass(30 * 86_400 + 1)
    expect(await login({ accessToken, deviceToken })).toMatchObject({ requires2FA: true })
  })

  test('works for passwords, is listed, and can be forgotten', async () => {
    const { username, access } = await member()
    const { code } = await enable(access)
    const logIn = (more: object) =>
      souk.post('/auth/login', { username, password: PASSWORD, ...more })
    const first = await logIn({ code: code(), rememberDevice: true, remember_device: true })
    const device_token = first.body.entity.device_token
    expect(device_token).toMatch(/^dv_/)
    expect((await logIn({ device_token })).status).toBe(200)
    const { data, pagination } = (await souk.get('/api/auth/2fa/devices', access)).body
    expect(pagination).toMatchObject({ total: 1, limit: 12 })
    expect(Object.keys(data[0])).toEqual(['id', 'createdAt', 'expiresAt'])
    const path = `/api/auth/2fa/devices/${data[0].id}`
    const stranger = await member()
    const forget = (token: string) => souk.request('DELETE', path, { token })
    expect((await forget(stranger.access)).status).toBe(404)
    expect((await forget(access)).status).toBe(200)
    expect((await forget(access)).status).toBe(404)
    expect((await logIn({ device_token })).status).toBe(403)
  })
})

describe('turning it off', () => {
  const disable = (token: string, body: object) => souk.post('/api/auth/2fa/disable', body, token)

  test('takes a code and the account’s token', async () => {
    const { sessionToken, accessToken, code } = await withTwoFactor()
    const missing = await disable(sessionToken, { code: code() })
    expect(missing).toMatchObject({
      status: 422,
      body: { details: { accessToken: 'is required' } },
    })
    expect(await disable(sessionToken, { accessToken })).toMatchObject(REQUIRED)
    expect(await disable(sessionToken, { accessToken, code: '1' })).toMatchObject(REQUIRED)
    const wrong = await disable(sessionToken, { accessToken: sessionToken, code: code() })
    expect(wrong).toMatchObject(refusal('INVALID_CREDENTIALS', 401))
    expect(await isGood(accessToken)).toBe(false)
    expect((await disable(sessionToken, { accessToken, code: code() })).status).toBe(200)
    expect(await isGood(accessToken)).toBe(true)
    const again = await disable(sessionToken, { accessToken, code: code() })
    expect(again).toMatchObject(refusal('CONFLICT', 409))
  })

  test('takes a code and the password', async () => {
    const { access, username } = await member()
    const { code } = await enable(access)
    const wrong = await disable(access, { code: code(), password: 'wrong' })
    expect(wrong).toMatchObject(refusal('INVALID_CREDENTIALS', 401))
    expect((await disable(access, { code: code(), password: PASSWORD })).status).toBe(200)
    expect((await souk.post('/login', { username, password: PASSWORD })).status).toBe(200)
  })
})

describe('what may have been seen by others is made anew', () => {
  test('backup codes, for a code', async () => {
    const { sessionToken, code, backupCodes } = await withTwoFactor()
    const renew = (body: object) => souk.post('/api/auth/2fa/backup-codes', body, sessionToken)
    expect(await renew({})).toMatchObject(REQUIRED)
    const { body } = await renew({ code: code() })
    expect(body.data.backupCodes).toHaveLength(10)
    expect(await renew({ code: backupCodes[0] })).toMatchObject(REQUIRED)
    expect((await renew({ code: body.data.backupCodes[0] })).status).toBe(200)
    const { accessToken } = await newcomer()
    const without = await souk.post('/api/auth/2fa/backup-codes', {}, accessToken)
    expect(without).toMatchObject(refusal('CONFLICT', 409))
  })

  test('the token of an account, for whoever has it and a code, and other sessions end', async () => {
    const { sessionToken, accessToken, code } = await withTwoFactor()
    const renew = (body: object, token = sessionToken) => souk.post('/api/auth/token', body, token)
    expect(await renew({ accessToken })).toMatchObject(REQUIRED)
    const other = await renew({ accessToken: sessionToken, code: code() })
    expect(other).toMatchObject(refusal('INVALID_CREDENTIALS', 401))
    const { body } = await renew({ accessToken, code: code() })
    expect(body.data.accessToken).toMatch(/^cs_/)
    expect((await souk.post('/api/auth/login', { accessToken })).status).toBe(401)
    const login = await souk.post('/api/auth/login', { accessToken: body.data.accessToken })
    expect(login.body.data.requires2FA).toBe(true)
    expect(await isGood(sessionToken)).toBe(true)

    const plain = await newcomer()
    const session = (await souk.post('/api/auth/login', { accessToken: plain.accessToken })).body
      .data
    const renewed = await renew({ accessToken: plain.accessToken }, plain.accessToken)
    expect(await isGood(renewed.body.data.accessToken)).toBe(true)
    for (const old of [plain.accessToken, session.sessionToken])
      expect(await isGood(old)).toBe(false)
  })

  test('and mail tells of it, where there is an address', async () => {
    const { access, id } = await member()
    await souk.sql(`update users set email = 'm${id}@example.com' where id = ${id}`)
    const { code, backupCodes } = await enable(access)
    await souk.post('/api/auth/2fa/backup-codes', { code: code() }, access)
    const address = '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'
    pass(30)
    await souk.request('PUT', '/api/wallet', { body: { address, code: code() }, token: access })
    pass(30)
    const off = { code: code(), password: PASSWORD }
    expect(backupCodes).toHaveLength(10)
    expect((await souk.post('/api/auth/2fa/disable', off, access)).status).toBe(200)
    const mails = await souk.sql(
      `select template from mails where recipient_id = ${id} order by id`,
    )
    expect(mails.map((mail) => (mail as { template: string }).template)).toEqual([
      'two-factor.on',
      'backup-codes.renewed',
      'payout-address.set',
      'two-factor.off',
    ])
  })
})

describe('whoever has lost it', () => {
  test('gets it reset by two members of staff, and all their sessions end', async () => {
    const lost = await withTwoFactor()
    const first = await souk.logIn(ADMIN.username, ADMIN.password)
    const { access: second, id } = await member()
    await souk.sql(`update users set is_staff = true where id = ${id}`)
    const path = `/exec/user/two-factor/reset/${lost.id.replace('user_', '')}/`
    const reset = async (token: string) => {
      const { status, body } = await souk.post(path, {}, token)
      return [status, body.entity?.awaits_confirmation]
    }
    expect(await reset(lost.sessionToken)).toEqual([403, undefined])
    expect(await reset(first)).toEqual([200, true])
    expect(await reset(first)).toEqual([200, true])
    expect(await isGood(lost.sessionToken)).toBe(true)
    expect(await reset(second)).toEqual([200, undefined])
    expect(await isGood(lost.sessionToken)).toBe(false)
    expect(await isGood(lost.accessToken)).toBe(true)
    expect(await reset(first)).toEqual([400, undefined])
    const { body } = await souk.get(`/exec/audit/?subject=user:${lost.id.slice(5)}`, first)
    expect(body.entity.map(({ action }: { action: string }) => action)).toEqual([
      'two_factor.reset',
      'two_factor.reset_first',
      'two_factor.reset_first',
    ])
  })
})
