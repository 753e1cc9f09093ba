import { totp } from '@souk/core/testing/totp.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const now = new Date('2026-05-01T12:00:00.678Z')

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk({}, { clock: () => now })
})
afterAll(() => souk.stop())

const TOKEN = /^cs_[a-z0-9]{9}_[a-z0-9]{25}$/

const register = async () => (await souk.request('POST', '/api/auth/register')).body.data

const account = {
  id: expect.stringMatching(/^user_\d+$/),
  username: expect.stringMatching(/^user_\d{13}$/),
  twoFactorEnabled: false,
}

describe('registering', () => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['nothing at all', {}],
    ['a type and nothing of it', { headers: json }],
    ['an empty object', { body: {} }],
    ['what others ask for', { body: { username: 'x', email: null, isSeller: true } }],
  ])('with %s gives an account with its token', async (_, options) => {
    const { status, body } = await souk.request('POST', '/api/auth/register', options)
    expect(status).toBe(201)
    const data = {
      ...account,
      accessToken: expect.stringMatching(TOKEN),
      createdAt: '2026-05-01T12:00:00Z',
    }
    expect(body).toEqual({ success: true, data })
    expect(Object.keys(body.data)).toEqual([
      'id',
      'accessToken',
      'username',
      'twoFactorEnabled',
      'createdAt',
    ])
  })

  test('gives play money in all wallets', async () => {
    const { accessToken } = await register()
    const { body } = await souk.get('/p2p/wallet/', accessToken)
    expect(body.entity).toHaveLength(12)
    expect(body.entity.map(({ available }: { available: string }) => Number(available))).toContain(
      100,
    )
  })

  test('keeps the token as a digest alone', async () => {
    const { accessToken } = await register()
    const kept = JSON.stringify(await souk.sql('select u.*, t.* from users u, access_tokens t'))
    expect(kept).not.toContain(accessToken)
    expect(kept).not.toContain(accessToken.split('_')[2])
  })

  test('twice under one key is once, and nothing stored gives the token away', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const first = await souk.request('POST', '/api/auth/register', { headers })
    const again = await souk.request('POST', '/api/auth/register', { headers })
    expect(again.body).toEqual(first.body)
    const kept = JSON.stringify(await souk.sql('select * from idempotency_keys'))
    expect(kept).not.toContain(headers['idempotency-key'])
  })
})

describe('logging in', () => {
  test('gives the account and a session', async () => {
    const { accessToken, id, username } = await register()
    const body = { accessToken, rememberDevice: false }
    const answer = await souk.post('/api/auth/login', body)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      success: true,
      data: {
        user: { id, username, twoFactorEnabled: false },
        requires2FA: false,
        sessionToken: expect.stringMatching(/^cs_/),
        sessionExpiresIn: 12 * 3600,
      },
    })
    expect(answer.headers.get('set-cookie')).toMatch(/^session=cs_.*Max-Age=43200/)
    const { sessionToken } = answer.body.data
    expect((await souk.get('/api/auth/me', sessionToken)).body.data.id).toBe(id)
  })

  test('lasts for 30 days where the device is to be remembered', async () => {
    const { accessToken } = await register()
    const answer = await souk.post('/api/auth/login', { accessToken, rememberDevice: true })
    expect(answer.body.data.sessionExpiresIn).toBe(30 * 86_400)
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=2592000')
  })

  test.each([
    ['an unknown token', { accessToken: 'cs_xxxxxxxxx_xxxxxxxxxxxx' }, 401, 'INVALID_TOKEN'],
    ['none', {}, 422, 'VALIDATION_ERROR'],
    ['a number', { accessToken: 12 }, 422, 'VALIDATION_ERROR'],
    ['null', { accessToken: null }, 422, 'VALIDATION_ERROR'],
    ['one of a megabyte', { accessToken: 'x'.repeat(900_000) }, 422, 'VALIDATION_ERROR'],
    ['the operators of a database', { accessToken: { $ne: '' } }, 422, 'VALIDATION_ERROR'],
    ['a null byte', { accessToken: 'cs_\0' }, 422, 'VALIDATION_ERROR'],
  ])('with %s is refused', async (_, given, status, code) => {
    const answer = await souk.post('/api/auth/login', given)
    expect(answer).toMatchObject({ status, body: { success: false, code } })
    if (status === 422) expect(answer.body.details).toHaveProperty('accessToken')
  })

  test('with the token of a session is refused: it is not the account’s', async () => {
    const { accessToken } = await register()
    const { sessionToken } = (await souk.post('/api/auth/login', { accessToken })).body.data
    const answer = await souk.post('/api/auth/login', { accessToken: sessionToken })
    expect(answer.status).toBe(401)
  })
})

describe('the token', () => {
  test('is a credential in the header, the query and the body, on every document’s paths', async () => {
    const { accessToken } = await register()
    const trade = { asset: 'BTC', amount: '0.01' }
    expect((await souk.get('/api/auth/me', accessToken)).status).toBe(200)
    expect((await souk.get(`/api/auth/me?access_token=${accessToken}`)).status).toBe(200)
    expect((await souk.get('/auth/me', accessToken)).status).toBe(200)
    for (const body of [
      { access_token: accessToken, ...trade },
      { access_token: accessToken, data: trade },
    ]) {
      expect((await souk.post('/trades', body)).status).toBe(201)
    }
    expect((await souk.post('/trades', trade, accessToken)).status).toBe(201)
  })

  test('ends all its sessions at log-out and stays good; a session ends alone', async () => {
    const { accessToken } = await register()
    const logIn = async () =>
      (await souk.post('/api/auth/login', { accessToken })).body.data.sessionToken
    const [one, two, three] = [await logIn(), await logIn(), await logIn()]
    const isGood = async (token: string) => (await souk.get('/api/auth/me', token)).status === 200
    expect((await souk.request('POST', '/api/auth/logout', { token: one })).body).toEqual({
      success: true,
      message: 'Logged out successfully',
    })
    expect([await isGood(one), await isGood(two), await isGood(three)]).toEqual([false, true, true])
    await souk.post('/api/auth/logout', {}, accessToken)
    expect([await isGood(two), await isGood(three)]).toEqual([false, false])
    expect(await isGood(accessToken)).toBe(true)
    expect(await isGood(await logIn())).toBe(true)
  })

  test('is worth nothing from the moment its account is banned', async () => {
    const { accessToken, id } = await register()
    const { sessionToken } = (await souk.post('/api/auth/login', { accessToken })).body.data
    const admin = await souk.logIn('admin', 'admin-password-1')
    const settings = `/exec/user/settings/${id.replace('user_', '')}/`
    await souk.request('PATCH', settings, { token: admin, body: { is_active: false } })
    const refused = { status: 401, body: { code: 'INVALID_TOKEN' } }
    expect(await souk.get('/api/auth/me', accessToken)).toMatchObject(refused)
    expect(await souk.get('/api/auth/me', sessionToken)).toMatchObject(refused)
    expect(await souk.post('/api/auth/login', { accessToken })).toMatchObject(refused)
  })
})

describe('one’s own account', () => {
  test('can be looked at', async () => {
    const { accessToken, id, username, createdAt } = await register()
    const { body } = await souk.get('/api/auth/me', accessToken)
    const data = { id, username, avatar: null, twoFactorEnabled: false, createdAt }
    expect(body).toEqual({ success: true, data })
    expect(await souk.get('/api/auth/me')).toMatchObject({
      status: 401,
      body: { success: false, error: 'Authentication required', code: 'AUTHENTICATION_REQUIRED' },
    })
  })

  const change = (token: string, body: object) =>
    souk.request('PATCH', '/api/auth/me', { token, body })

  test('takes another name and a picture, and is found by them', async () => {
    const { accessToken } = await register()
    const avatar = 'https://example.com/me.png?size=2&of=a@b'
    const answer = await change(accessToken, { username: 'Зоя', avatar })
    expect(answer).toMatchObject({ status: 200, body: { data: { username: 'Зоя', avatar } } })
    const { body } = await souk.get('/auth/me', accessToken)
    expect(body.entity).toMatchObject({ username: 'Зоя', display_name: 'Зоя', avatar })
    expect((await change(accessToken, { avatar: null })).body.data).toMatchObject({
      username: 'Зоя',
      avatar: null,
    })
    expect((await souk.get('/auth/me', accessToken)).body.entity).not.toHaveProperty('avatar')
    expect((await change(accessToken, { username: 'зоя' })).body.data.username).toBe('зоя')
  })

  test.each([
    ['username', 'ab'],
    ['username', 'two words'],
    ['username', null],
    ['username', '<script>'],
    ['username', 'Souk'],
    ['username', 'аdmin-1'.slice(0, 5)],
    ['avatar', 'javascript:alert(1)'],
    ['avatar', 'http://example.com/a.png'],
    ['avatar', 'data:image/png;base64,xx'],
    ['avatar', 'https://user:secret@example.com/a.png'],
    ['avatar', 'https://example.com/"onerror="x'],
    ['avatar', 'https://'],
    ['avatar', `https://example.com/${'x'.repeat(2048)}`],
    ['avatar', 12],
    ['avatar', ''],
  ])('does not take the %s %j', async (field, value) => {
    const { accessToken } = await register()
    const { status, body } = await change(accessToken, { [field]: value })
    expect([status, body.code]).toEqual([422, 'VALIDATION_ERROR'])
    expect(Object.keys(body.details)).toEqual([field])
    const { data } = (await souk.get('/api/auth/me', accessToken)).body
    expect(data).toMatchObject({ username: expect.stringMatching(/^user_/), avatar: null })
  })

  test('does not take the name of somebody else, however it is spelled', async () => {
    await souk.signUp('taken_name')
    const { accessToken } = await register()
    for (const username of ['taken_name', 'TAKEN_name', 'ｔaken_name']) {
      const answer = await change(accessToken, { username })
      expect(answer).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
    }
  })
})

describe('two-factor authentication', () => {
  test('is set up and verified as shown', async () => {
    const { accessToken, username } = await register()
    const setUp = await souk.request('POST', '/api/auth/2fa/setup', { token: accessToken })
    expect(setUp.status).toBe(200)
    const { secret, qrCodeUrl } = setUp.body.data
    expect(setUp.body).toEqual({ success: true, data: { secret, qrCodeUrl } })
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    const url = new URL(qrCodeUrl)
    expect([url.protocol, url.host, url.pathname]).toEqual([
      'otpauth:',
      'totp',
      `/Souk:${username}`,
    ])
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ secret, issuer: 'Souk' })

    const body = { token: totp(secret, now) }
    const verified = await souk.post('/api/auth/2fa/verify', body, accessToken)
    expect(verified.status).toBe(200)
    const { backupCodes } = verified.body.data
    expect(verified.body).toEqual({
      success: true,
      data: {
        verified: true,
        backupCodes,
        sessionToken: expect.stringMatching(/^cs_/),
        sessionExpiresIn: 12 * 3600,
      },
    })
    expect(new Set(backupCodes).size).toBe(10)
    for (const code of backupCodes) expect(code).toMatch(/^[2-9a-z]{12}$/)

    const { data } = (await souk.post('/api/auth/login', { accessToken })).body
    expect(data).toMatchObject({ user: { twoFactorEnabled: true }, requires2FA: true })
    expect(data).not.toHaveProperty('sessionToken')
  })
})
