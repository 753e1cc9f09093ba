import { COIN_CODES } from '@souk/contract'
import { LOGIN_LIMITS } from '@souk/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Books, openBooks } from '../../src/testing/books.ts'
import type { Answer } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let books: Books
let now = new Date('2026-05-01T12:00:00.678Z')
/** Milliseconds for which log-ins were made to wait; nobody really does here. */
const waits: number[] = []
beforeAll(async () => {
  // One proxy: tests come from whatever address they say.
  souk = await startTestSouk(
    { TRUST_PROXY: '1' },
    { clock: () => now, wait: async (milliseconds) => waits.push(milliseconds) },
  )
  books = await openBooks(souk.databaseUrl)
})
afterAll(async () => {
  await books.close()
  await souk.stop()
})

const PASSWORD = 'correct horse battery'

/** Log-in from an address, for failures are counted by it. */
function logIn(username: unknown, password: unknown, address = '192.0.2.1'): Promise<Answer> {
  return souk.request('POST', '/login', {
    body: { username, password },
    headers: { 'x-forwarded-for': address },
  })
}

const register = (username: unknown, password: unknown = PASSWORD) =>
  souk.post('/register', { username, password })

let names = 0
async function newName(): Promise<string> {
  names += 1
  const username = `someone${names}`
  expect((await register(username)).status).toBe(201)
  return username
}

describe('document 1', () => {
  test('registers and logs in as it shows', async () => {
    const registered = await souk.post('/register', { username: 'alice', password: 'secret123' })
    const id = registered.body.id
    expect(registered.status).toBe(201)
    expect(registered.body).toEqual({ message: 'User registered successfully', id })
    expect(id).toBeTypeOf('number')

    const { status, body, headers } = await logIn('alice', 'secret123')
    expect(status).toBe(200)
    expect(body).toEqual({
      message: 'Login successful',
      user: { id, username: 'alice', password: '[redacted]', created_at: '2026-05-01 12:00:00' },
      token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
    })
    expect(headers.get('set-cookie')).toMatch(/^session=cs_/)
    expect((await souk.get('/auth/me', body.token)).body.entity.user_number).toBe(id)
  })

  test('keeps the password as an argon2id hash and the tokens as digests', async () => {
    const { body, headers } = await logIn('alice', 'secret123')
    const opaque = /^session=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
    const kept = JSON.stringify([
      await souk.sql('select * from users'),
      await souk.sql('select * from sessions'),
      await souk.sql('select * from refresh_tokens'),
    ])
    expect(kept).toContain('$argon2id$')
    for (const secret of ['secret123', body.token, opaque]) expect(kept).not.toContain(secret)
  })
})

describe('documents 2 and 4', () => {
  const account = {
    email: 'Ann@Example.com',
    password: PASSWORD,
    first_name: 'Ann',
    last_name: 'B',
  }

  test('register, log in and look at themselves as entities', async () => {
    const registered = await souk.post('/auth/register', account)
    const entity = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      user_number: expect.any(Number),
      username: expect.stringMatching(/^user_\d+$/),
      password: '[redacted]',
      email: 'Ann@Example.com',
      fullname: null,
      first_name: 'Ann',
      last_name: 'B',
      display_name: 'Ann B',
      is_staff: false,
      is_active: true,
      created_at: '2026-05-01T12:00:00.678000Z',
      last_login: null,
    }
    expect(registered).toMatchObject({ status: 201 })
    const message = 'User registered successfully'
    expect(registered.body).toEqual({ status: 'success', entity, message, success: true })

    const { body, status } = await souk.post('/auth/login', {
      email: 'ann@example.COM',
      password: PASSWORD,
    })
    expect(status).toBe(200)
    const user = { ...entity, last_login: '2026-05-01T12:00:00.678000Z' }
    expect(body).toEqual({
      status: 'success',
      entity: { access: expect.any(String), refresh: expect.stringMatching(/^rt_/), user },
      message: 'Login successful',
      success: true,
    })
    const me = await souk.get('/auth/me', body.entity.access)
    expect(me.body).toEqual({ status: 'success', entity: user, message: null, success: true })
  })

  test.each([
    [{ email: 'ann@EXAMPLE.com', password: PASSWORD }, 'E-mail address already exists'],
    [
      { email: 'new@example.com', username: 'ALICE', password: PASSWORD },
      'Username already exists',
    ],
    [{ password: PASSWORD }, '(email) is required'],
    [{ email: 'nonsense', password: PASSWORD }, '(email) must be an e-mail address'],
    [{ email: ['a@b.example'], password: PASSWORD }, '(email) must be a string'],
    [{ email: 'a@b.example' }, '(password) is required'],
    [{ email: 'a@b.example', password: 'short' }, '(password) must have at least 8 characters'],
    [
      { email: 'a@b.example', password: PASSWORD, first_name: ' ' },
      '(first_name) must not be empty',
    ],
    [
      { email: 'a@b.example', password: PASSWORD, fullname: 'Ann\nB' },
      '(fullname) must be one line of plain text',
    ],
    [
      { email: 'a@b.example', password: PASSWORD, last_name: '\u202ennA' },
      '(last_name) must be one line of plain text',
    ],
  ])('refuse %j with their sentence', async (body, message) => {
    const answer = await souk.post('/auth/register', body)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ status: 'failure', entity: null, message, success: false })
  })

  test('refuse a wrong log-in with 401', async () => {
    const body = {
      status: 'failure',
      entity: null,
      message: 'Invalid username or password',
      success: false,
    }
    for (const given of [
      { email: 'ann@example.com', password: 'wrong' },
      { email: 'nobody@example.com', password: PASSWORD },
      { username: 'nobody', password: PASSWORD },
    ]) {
      expect(await souk.post('/auth/login', given)).toMatchObject({ status: 401, body })
    }
  })
})

describe('a username', () => {
  test.each([
    ['Ｆｕｌｌｗｉｄｔｈ', 'fullwidth'],
    ['ﬁnance', 'FInance'],
    ['José', 'jose\u0301'],
    ['Ärger', 'ärger'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['ﾊﾝｶｸ', 'ハンカク'],
    ['  padded  ', 'padded'],
    ['Ⅷth', 'viiith'],
    ['Weißbier', 'WEISSBIER'],
  ])('%s is the same as %s', async (first, second) => {
    expect((await register(first)).status).toBe(201)
    const again = await register(second)
    expect(again).toMatchObject({
      status: 409,
      body: { message: 'Username already exists', code: 'ALREADY_REGISTERED' },
    })
    const [one, two] = [await logIn(first, PASSWORD), await logIn(second, PASSWORD)]
    expect([one.status, two.status]).toEqual([200, 200])
    expect(one.body.user).toEqual(two.body.user)
    expect(one.body.user.username).toBe(first.normalize('NFKC').trim())
  })

  test.each([
    'Ольга',
    '美智子さん',
    'नमिता',
    'مريم',
    'ยุพิน',
    'עדי',
    '김민수',
    'a_b.c-d',
    '123',
    'ñandú',
  ])('%s is fine', async (username) => {
    expect((await register(username)).status).toBe(201)
    expect((await logIn(username, PASSWORD)).body.user.username).toBe(username.normalize('NFKC'))
  })

  test.each([
    ['ab', 'too short'],
    ['a'.repeat(33), 'too long'],
    ['ﷺﷺ', 'too long once normalised'],
    ['two words', 'a space'],
    ['emoji😀', 'an emoji'],
    ['new\nline', 'a line break'],
    ['null\0byte', 'a null byte'],
    ['bell\u0007', 'a control character'],
    ['half\ud800', 'half a character'],
    ['alice@x', 'an at sign'],
    ['<script>', 'markup'],
    ['ali\u200bce', 'a zero-width space'],
    ['ali\u200dce', 'a zero-width joiner'],
    ['ali\u202ece', 'a direction override'],
    ['alice\ufe0f', 'an invisible mark'],
    ['alice\u034f', 'another invisible mark'],
    ['alice\u3164', 'an invisible letter'],
    ['\u3164\u3164\u3164', 'nothing to see at all'],
    ['', 'nothing'],
    ['   ', 'only spaces'],
    [null, 'null'],
    [undefined, 'none'],
    [12345, 'a number'],
    [['alice2'], 'an array'],
    [{ name: 'alice2' }, 'an object'],
    [true, 'a boolean'],
  ])('%j is refused: %s', async (username, _) => {
    const { status, body } = await register(username)
    expect(status).toBe(422)
    expect(body.code).toBe('VALIDATION_FAILED')
    expect(body.message).toMatch(/^username: /)
  })

  test('of a million combining marks is refused before anybody normalises it', async () => {
    const start = performance.now()
    for (const path of ['/register', '/auth/register', '/login', '/auth/login']) {
      const username = `a${'\u0315\u0300'.repeat(200_000)}`
      const body = { username, email: 'x@y.example', password: PASSWORD }
      expect([400, 422]).toContain((await souk.post(path, body)).status)
    }
    // Normalising one of them takes a minute, and nobody else is served meanwhile.
    expect(performance.now() - start).toBeLessThan(5000)
  })

  test('goes to one of ten who ask at once', async () => {
    const answers = await Promise.all(
      ['Rush', 'RUSH', 'rush', 'ＲＵＳＨ', 'rusH', 'Rush', 'rush', 'RUsh', 'ruSH', 'rUSh'].map(
        (name) => register(name),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
  })
})

describe('a password', () => {
  test.each([
    ['', 'must not be empty'],
    ['short', 'must have at least 8 characters'],
    ['x'.repeat(129), 'must have at most 128 characters'],
    ['password', 'is too easy to guess'],
    ['PassWord1', 'is too easy to guess'],
    ['aaaaaaaaaa', 'is too easy to guess'],
    ['12345678', 'is too easy to guess'],
    ['null\0byte1', 'must be valid text'],
    ['half a \ud800 character', 'must be valid text'],
    [null, 'must be a string'],
    [undefined, 'is required'],
    [12345678, 'must be a string'],
    [['correct horse battery'], 'must be a string'],
    ['SAME-AS-THE-NAME', 'must not be the username'],
    ['ｓａｍｅ-as-the-name', 'must not be the username'],
  ])('%j is refused: %s', async (password, message) => {
    const body = { username: 'same-as-the-name', ...(password !== undefined && { password }) }
    const answer = await souk.post('/register', body)
    expect(answer.status).toBe(422)
    expect(answer.body.message).toMatch(new RegExp(`^password: .*${message}`))
    if (typeof password === 'string' && password.length > 8) {
      expect(JSON.stringify(answer.body)).not.toContain(password)
    }
  })

  test('is taken exactly as it is', async () => {
    const password = '  spaces, ﬁ and e\u0301 count  '
    const name = 'exactly'
    expect((await register(name, password)).status).toBe(201)
    expect((await logIn(name, password)).status).toBe(200)
    for (const other of [password.trim(), password.normalize('NFKC'), password.toUpperCase()]) {
      expect((await logIn(name, other)).status, other).toBe(401)
    }
  })

  test('is changed under the same rules as it is chosen', async () => {
    const name = await newName()
    const { token } = (await logIn(name, PASSWORD)).body
    const change = (password: unknown) =>
      souk.post('/auth/password', { current_password: PASSWORD, new_password: password }, token)
    for (const password of ['short', 'password', name, name.toUpperCase(), null, undefined]) {
      const { status, body } = await change(password)
      expect(status, String(password)).toBe(400)
      expect(body.message).toMatch(/^\(new_password\) /)
    }
    expect((await logIn(name, PASSWORD)).status).toBe(200)
  })
})

describe('a log-in that fails', () => {
  test('says the same of an unknown name and of a wrong password', async () => {
    const name = await newName()
    const [wrong, unknown] = [await logIn(name, 'wrong'), await logIn('unknown-name', 'wrong')]
    expect(wrong.status).toBe(401)
    expect(unknown.status).toBe(401)
    expect(wrong.body).toEqual({
      message: 'Invalid username or password',
      code: 'INVALID_CREDENTIALS',
    })
    expect(unknown.body).toEqual(wrong.body)
  })

  test('takes the same time for an unknown name as for a wrong password', async () => {
    const known = await Promise.all([newName(), newName(), newName(), newName()])
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    for (let round = 0; round < 20; round += 1) {
      for (const kind of ['known', 'unknown'] as const) {
        const name = kind === 'known' ? known[round % 4] : `nobody${round % 4}`
        const start = performance.now()
        const { status } = await logIn(name, 'wrong', `198.51.100.${round}`)
        times[kind].push(performance.now() - start)
        expect(status).toBe(401)
      }
    }
    const median = (of: number[]) => of.sort((a, b) => a - b)[of.length >> 1] ?? 0
    const ratio = median(times.known) / median(times.unknown)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  test.each([
    [{ username: 'alice' }, 'password'],
    [{ password: PASSWORD }, 'username'],
    [{}, 'password'],
    [{ username: ['alice'], password: PASSWORD }, 'username'],
    [{ username: { $ne: null }, password: PASSWORD }, 'username'],
    [{ username: 'alice', password: { $ne: null } }, 'password'],
    [{ username: 'alice', password: null }, 'password'],
    [{ username: '', password: PASSWORD }, 'username'],
    [{ username: 'al\0ice', password: PASSWORD }, 'username'],
    [{ username: 'x'.repeat(255), password: PASSWORD }, 'username'],
    [{ username: 'alice', password: 'x'.repeat(1025) }, 'password'],
  ])('%j is not even tried', async (body, field) => {
    const answer = await souk.post('/login', body)
    expect(answer.status).toBe(422)
    expect(answer.body.message).toContain(`${field}: `)
  })
})

describe('guessing is slowed down', () => {
  const { pair: FREE } = LOGIN_LIMITS
  const statuses = (answers: Answer[]) => answers.map(({ status }) => status)
  const tries = (count: number, guess: (i: number) => Promise<Answer>) =>
    Promise.all(Array.from({ length: count }, (_, i) => guess(i)))
  const useUp = (name: string, address: string) => tries(FREE, () => logIn(name, 'wrong', address))

  test('at one account from one address, for no other account and at no other address', async () => {
    const [name, other] = [await newName(), await newName()]
    const address = '203.0.113.1'
    expect(statuses(await useUp(name, address))).toEqual(Array(FREE).fill(401))
    for (const password of ['wrong', PASSWORD]) {
      const { status, body, headers } = await logIn(name, password, address)
      expect(status).toBe(429)
      expect(body).toEqual({
        message: expect.stringMatching(/^Too many attempts, try again in \d+ s$/),
        code: 'RATE_LIMITED',
      })
      expect(headers.get('retry-after')).toBe('900')
    }
    expect((await logIn(other, PASSWORD, address)).status).toBe(200)
    expect((await logIn(name, PASSWORD, '203.0.113.2')).status).toBe(200)
  })

  test('however the name is spelt, the e-mail address among them', async () => {
    const email = 'spelt@example.com'
    await souk.post('/register', { username: 'Spelt', email, password: PASSWORD })
    const spellings = [
      { username: 'Spelt' },
      { username: 'SPELT' },
      { username: ' ｓｐｅｌｔ ' },
      { email },
      { email: 'Spelt@Example.com' },
    ]
    const headers = { 'x-forwarded-for': '203.0.113.4' }
    const guess = (i: number) =>
      souk.request('POST', '/login', {
        body: { ...spellings[i % spellings.length], password: 'wrong' },
        headers,
      })
    const answers = await tries(20, guess)
    expect(statuses(answers).sort()).toEqual([...Array(FREE).fill(401), ...Array(12).fill(429)])
  })

  test('at a name that nobody has just as well', async () => {
    const answers = await tries(FREE + 1, () => logIn('no-such-name', 'x', '203.0.113.3'))
    expect(statuses(answers).sort()).toEqual([...Array(FREE).fill(401), 429])
  })

  test('and a right password gives nobody new guesses', async () => {
    const name = await newName()
    for (let i = 0; i < FREE; i += 1) {
      expect((await logIn(name, 'wrong', '203.0.113.10')).status).toBe(401)
      const owner = i === FREE - 1 ? '203.0.113.11' : '203.0.113.10'
      expect((await logIn(name, PASSWORD, owner)).status).toBe(200)
    }
    expect((await logIn(name, 'wrong', '203.0.113.10')).status).toBe(429)
  })

  test('also behind the changing of a password', async () => {
    const name = await newName()
    const { token } = (await logIn(name, PASSWORD)).body
    const body = { current_password: 'x', new_password: 'entirely new one' }
    const answers = await tries(FREE + 1, () => souk.post('/auth/password', body, token))
    expect(statuses(answers).sort()).toEqual([...Array(FREE).fill(401), 429])
  })

  test('but nobody is refused because of what was tried at other accounts', async () => {
    const name = await newName()
    const address = '203.0.113.20'
    await tries(LOGIN_LIMITS.address, (i) => logIn(`victim${i}`, 'x', address))
    waits.length = 0
    expect((await logIn(name, PASSWORD, address)).status).toBe(200)
    expect(waits).toEqual([LOGIN_LIMITS.step])
  })

  test('for the whole network of an IPv6 address', async () => {
    const name = await newName()
    await tries(FREE, (i) => logIn(name, 'x', `2001:db8:1:2::${i.toString(16)}`))
    expect((await logIn(name, PASSWORD, '2001:0DB8:1:2:ffff:ffff:ffff:ffff')).status).toBe(429)
    expect((await logIn(name, PASSWORD, '2001:db8:1:3::1')).status).toBe(200)
  })

  test('its owner waits at a new address for a while, and not where they signed in before', async () => {
    const name = await newName()
    expect((await logIn(name, PASSWORD, '203.0.113.30')).status).toBe(200)
    await tries(100, (i) => logIn(name, 'wrong', `198.18.0.${i}`))
    waits.length = 0
    expect((await logIn(name, PASSWORD, '203.0.113.30')).status).toBe(200)
    expect(waits).toEqual([0])
    expect((await logIn(name, PASSWORD, '203.0.113.31')).status).toBe(200)
    expect(waits).toEqual([0, LOGIN_LIMITS.longestWait])
    expect((await logIn(name, PASSWORD, '203.0.113.31')).status).toBe(200)
    expect(waits.at(-1)).toBe(0)
  })

  test('over a window that slides: never more in any quarter of an hour', async () => {
    const name = await newName()
    const guess = async () => (await logIn(name, 'wrong', '203.0.113.40')).status
    const start = now
    const at = (minutes: number) => {
      now = new Date(start.getTime() + minutes * 60_000)
    }
    try {
      expect(await guess()).toBe(401)
      at(14)
      for (let i = 1; i < FREE; i += 1) expect(await guess()).toBe(401)
      expect(await guess()).toBe(429)
      at(15.1)
      expect([await guess(), await guess()]).toEqual([401, 429])
      at(29.2)
      expect(await guess()).toBe(401)
    } finally {
      now = start
    }
  })

  test('when thirty guesses come at once, to two processes', async () => {
    const second = await startTestSouk(
      { DATABASE_URL: souk.databaseUrl, TRUST_PROXY: '1' },
      { clock: () => now, wait: async () => {} },
    )
    try {
      const name = await newName()
      const body = { username: name, password: 'wrong' }
      const headers = { 'x-forwarded-for': '203.0.113.100' }
      const answers = await tries(30, (i) =>
        (i % 2 ? souk : second).request('POST', '/login', { body, headers }),
      )
      expect(statuses(answers).sort()).toEqual([...Array(FREE).fill(401), ...Array(22).fill(429)])
    } finally {
      await second.stop()
    }
  })

  test('but ten right log-ins at once all succeed', async () => {
    const name = await newName()
    const answers = await tries(10, () => logIn(name, PASSWORD))
    expect(statuses(answers)).toEqual(Array(10).fill(200))
    expect(new Set(answers.map(({ body }) => body.token)).size).toBe(10)
  })
})

describe('play money', () => {
  const wallets = COIN_CODES.flatMap((coin) => [`${coin} main`, `${coin} p2p`]).sort()

  test('is in all twelve wallets of a new account, by real transfers', async () => {
    const { body } = await register('rich-in-play-money')
    const { [body.id]: purses = [] } = await books.purses([body.id])
    expect(purses.map(({ wallet }) => wallet).sort()).toEqual(wallets)
    for (const { wallet, available, held } of purses) {
      expect(Number(available), wallet).toBe(wallet.startsWith('usdt') ? 100_000 : 100)
      expect(Number(held)).toBe(0)
    }
    const [count] = await souk.sql(
      `select count(*)::int as n from ledger.transfers where reference = 'user:${body.id}'`,
    )
    expect(count).toEqual({ n: 12 })
    expect(await books.verify()).toEqual([])
  })

  test('is in none with SANDBOX=off', async () => {
    const sober = await startTestSouk({ DATABASE_URL: souk.databaseUrl, SANDBOX: 'off' })
    try {
      const { body } = await sober.post('/register', { username: 'sober', password: PASSWORD })
      const { [body.id]: purses = [] } = await books.purses([body.id])
      expect(purses.map(({ wallet }) => wallet).sort()).toEqual(wallets)
      expect(purses.every(({ available }) => Number(available) === 0)).toBe(true)
      const token = await sober.logIn('sober', PASSWORD)
      const trade = await sober.post('/trades', { asset: 'BTC', amount: '0.00000001' }, token)
      expect(trade).toMatchObject({ status: 400, body: { message: 'Insufficient balance' } })
    } finally {
      await sober.stop()
    }
  })
})
