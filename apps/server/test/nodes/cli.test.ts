import { execFile } from 'node:child_process'
import { totp } from '@souk/core/testing/totp.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestSouk, TEST_SECRET, type TestSouk } from '../../src/testing/test-souk.ts'

const CLI = new URL('../../src/cli.ts', import.meta.url).pathname

let souk: TestSouk
beforeAll(async () => {
  souk = await startTestSouk()
})
afterAll(() => souk.stop())

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the souk command beside the running server. */
function run(args: string[], input = '', env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = {
      env: { ...process.env, DATABASE_URL: souk.databaseUrl, SECRET_KEY: TEST_SECRET, ...env },
    }
    const child = execFile(process.execPath, [CLI, ...args], options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
    child.stdin?.end(input)
  })
}

test('a clean ledger is said to be clean; a tampered one is named and exits 1', async () => {
  const alice = await souk.signUp('alice')
  await souk.post('/trades', { asset: 'btc', amount: 1 }, alice.token)
  expect(await run(['ledger', 'verify'])).toEqual({
    code: 0,
    out: 'The ledger is clean.\n',
    err: '',
  })

  await souk.sql(`update ledger.accounts set balance = balance + 1
                   where owner_id = ${alice.id} and kind = 'p2p' and asset = 'btc'`)
  const { code, out } = await run(['ledger', 'verify'])
  expect(code).toBe(1)
  expect(out).toContain('NOT TRUE: balances of each asset sum to zero')
  expect(out).toMatch(new RegExp(`user ${alice.id}, p2p btc.*stored 101`))
})

test('on a database that no Souk has used yet that is said, and nothing else', async () => {
  const url = new URL(souk.databaseUrl)
  const name = `${url.pathname.slice(1)}_empty`
  await souk.sql(`create database ${name} template template0`)
  const env = { DATABASE_URL: Object.assign(url, { pathname: name }).href }
  for (const args of [
    ['ledger', 'verify'],
    ['schema', 'trade_view'],
  ]) {
    const { code, out, err } = await run(args, '', env)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^There is nothing in .* yet\.\nStart Souk, or run `souk migrate`.*\n$/)
  }
  await souk.sql(`drop database ${name} with (force)`)
})

test('a function, a view and a table are printed as they are; what is not there is said not to be', async () => {
  const printed = async (name: string) => (await run(['schema', name])).out
  expect(await printed('transition_trade')).toMatch(
    /^CREATE OR REPLACE FUNCTION public.transition_trade\(p_ctx call_context, p_trade bigint/,
  )
  expect(await printed('ledger.hold')).toMatch(/^CREATE OR REPLACE FUNCTION ledger.hold\(/)
  expect(await printed('trade_view')).toMatch(/^create view trade_view as/)
  expect(await printed('ledger.holds')).toMatch(
    /^create table ledger.holds \(\n {2}id bigint not null/,
  )
  expect(await run(['schema', 'nobody'])).toMatchObject({
    code: 2,
    err: 'There is no function, view or table nobody.\n',
  })
})

test('staff added on the command line can log in and are staff', async () => {
  const added = await run(['staff', 'add', 'zoe'], 'zoes-password-1\n')
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^zoe is staff \(user \d+\)/) })
  const token = await souk.logIn('zoe', 'zoes-password-1')
  expect((await souk.get('/auth/me', token)).body.entity).toMatchObject({ is_staff: true })

  await run(['staff', 'add', 'zoe'], 'another-password-2\n')
  expect((await souk.get('/auth/me', token)).status).toBe(401) // the old session ended
  await souk.logIn('zoe', 'another-password-2')
})

test('a password costs whoever guesses at its hash what OWASP recommends', async () => {
  await run(['staff', 'add', 'wanda'], 'wandas-password-1\n')
  const kept = await souk.sql(`select password_hash from users where username = 'wanda'`)
  expect(kept).toEqual([
    { password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) },
  ])
})

test('a second factor that was lost is reset on the command line, and only where there is one', async () => {
  await run(['staff', 'add', 'xenia'], 'xenias-password-1\n')
  const reset = () => run(['staff', 'reset-two-factor', 'xenia'], '')
  expect(await reset()).toMatchObject({ code: 2, err: expect.stringContaining('is not on') })
  const token = await souk.logIn('xenia', 'xenias-password-1')
  const { secret } = (await souk.post('/api/auth/2fa/setup', {}, token)).body.data
  await souk.post('/api/auth/2fa/verify', { token: totp(secret, new Date()) }, token)
  expect(
    (await souk.post('/login', { username: 'xenia', password: 'xenias-password-1' })).status,
  ).toBe(403)
  expect(await reset()).toMatchObject({
    code: 0,
    out: expect.stringContaining('xenia has no two-factor'),
  })
  expect((await souk.get('/auth/me', token)).status).toBe(401)
  await souk.logIn('xenia', 'xenias-password-1')
})

test('a mark that a system puts before a piped password is none of it', async () => {
  expect((await run(['staff', 'add', 'yuri'], '\ufeffyuris-password-1\r\n')).code).toBe(0)
  expect(await souk.logIn('yuri', 'yuris-password-1')).toEqual(expect.any(String))
})

test('a staff account under a weak password or a bad name is refused, and says why', async () => {
  const { code, err } = await run(['staff', 'add', 'x'], 'short\n')
  expect(code).toBe(2)
  expect(err).toContain('username must be 3 to 32')
  expect(err).toContain('password must have at least 8')
})

test('a configuration that cannot work names each variable', async () => {
  const { code, err } = await run(['migrate'], '', { PORT: 'eighty', SECRET_KEY: 'short' })
  expect(code).toBe(2)
  expect(err).toMatch(/PORT: .*\n.*SECRET_KEY: must have at least 32/)
})

test('a port that somebody else has is named, with what to do', async () => {
  const MAIN = new URL('../../src/main.ts', import.meta.url).pathname
  const env = {
    ...process.env,
    DATABASE_URL: souk.databaseUrl,
    SECRET_KEY: TEST_SECRET,
    PORT: String(souk.souk.port),
  }
  const err = await new Promise<string>((resolve) => {
    execFile(process.execPath, [MAIN], { env }, (_error, _out, stderr) => resolve(stderr))
  })
  expect(err).toBe(`Port ${souk.souk.port} is taken: stop what uses it, or set PORT.\n`)
})
