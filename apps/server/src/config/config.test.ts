import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { senderOf } from './sender.ts'

test('nothing has to be set', () => {
  expect(readConfig({})).toMatchObject({
    PORT: 8000,
    TRADE_CHAT_PORT: 8080,
    CORS_ORIGINS: [],
    TRUST_PROXY: 0,
    FEE_PERCENT: '0',
    sandbox: true,
    tradeChatPortIsExplicit: false,
  })
})

test('an empty variable is none', () => {
  const empty = { PORT: '', SECRET_KEY: '', ADMIN_USERNAME: '', TRADE_CHAT_PORT: '', SANDBOX: '' }
  expect(readConfig(empty)).toEqual(readConfig({}))
})

const KEY = 'thirty-two characters and some more'
const DATABASE_URL = 'postgres://souk:geheim@db.example/souk'

test.each([
  [{}, true],
  [{ NODE_ENV: 'production' }, false],
  [{ DATABASE_URL, SECRET_KEY: KEY }, false],
  [{ DATABASE_URL, SECRET_KEY: KEY, SANDBOX: 'on' }, true],
  [{ SANDBOX: 'off' }, false],
])('with %j the sandbox is on: %s', (environment, sandbox) => {
  expect(readConfig(environment).sandbox).toBe(sandbox)
})

test('origins are written as browsers send them', () => {
  const CORS_ORIGINS = 'https://App.Example/, http://localhost:3000,https://b.example:443'
  expect(readConfig({ CORS_ORIGINS }).CORS_ORIGINS).toEqual([
    'https://app.example',
    'http://localhost:3000',
    'https://b.example',
  ])
})

test.each(['souk@souk.example', 'Souk <souk@souk.example>', '<souk@souk.example>'])(
  'mail may come from %s',
  (MAIL_FROM) => {
    expect(readConfig({ SMTP_URL: 'smtp://mail.example', MAIL_FROM })).toMatchObject({ MAIL_FROM })
  },
)

test.each([
  ['Souk: Support <souk@example.org>', { name: 'Souk: Support', address: 'souk@example.org' }],
  ['"Souk, Inc." <souk@example.org>', { name: 'Souk, Inc.', address: 'souk@example.org' }],
  ['"The \\"Souk\\"" <souk@example.org>', { name: 'The "Souk"', address: 'souk@example.org' }],
  ['souk@example.org', { name: '', address: 'souk@example.org' }],
])('%s is a name and an address', (text, sender) => {
  expect(senderOf(text)).toEqual(sender)
})

test.each([
  ['DATABASE_URL', 'postgres://souk:100%sure@db.example/souk'],
  ['DATABASE_URL', 'postgres://souk:x@[::1]:5432/souk?sslmode=require'],
  ['DATABASE_URL', 'postgres://souk@/souk?host=/run/postgresql'],
])('%s may be %s', (name, value) => {
  expect(readConfig({ SECRET_KEY: KEY, [name]: value })).toMatchObject({ [name]: value })
})

test('a raw % in a password stands for itself', () => {
  expect(readConfig({ REDIS_URL: 'redis://:50%off@redis.example' })).toMatchObject({
    REDIS_URL: 'redis://:50%25off@redis.example',
  })
})

test.each([
  ['DATABASE_URL', 'postgres://souk:x@db.example/souk?sslmode=maybe', 'sslmode'],
  ['DATABASE_URL', 'postgres://souk:x@db.example/souk?pgbouncer=true', 'pgbouncer'],
  ['REDIS_URL', 'redis://:%ff@redis.example', '%25'],
  ['SMTP_URL', 'smtp://me:%ff@mail.example', '%25'],
])('%s=%s is refused in one line that names what is not understood', (name, value, said) => {
  const read = () => readConfig({ SECRET_KEY: KEY, [name]: value })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(new RegExp(`^The configuration is not valid:\n  ${name}: .*${said}.*$`))
})

test.each([
  ['1e-7', 'must be a percentage in plain digits, such as 0.5'],
  ['half', 'must be a percentage in plain digits, such as 0.5'],
  ['1,5', 'must be written with a point, not a comma: 1.5'],
  ['0.1234567', 'must not have more than six digits after the point'],
  ['-1', 'must not be negative'],
  ['100', 'must be below 100'],
])('FEE_PERCENT=%s is refused with what is wrong', (FEE_PERCENT, said) => {
  expect(() => readConfig({ FEE_PERCENT })).toThrow(`\n  FEE_PERCENT: ${said}`)
})

test.each([
  ['[::1]', '::1'],
  ['::1', '::1'],
  ['localhost', 'localhost'],
])('HOST=%s listens on %s', (HOST, host) => {
  expect(readConfig({ HOST }).HOST).toBe(host)
})

test('amounts that need a second approval are given by coin', () => {
  const SECOND_APPROVAL_ABOVE = 'btc=1, USDT = 50000.50'
  expect(readConfig({ SECOND_APPROVAL_ABOVE }).SECOND_APPROVAL_ABOVE).toEqual({
    btc: '1',
    usdt: '50000.50',
  })
  expect(readConfig({}).SECOND_APPROVAL_ABOVE).toEqual({})
})

test('how much one account may begin is capped, unless this is a sandbox', () => {
  const real = { SECRET_KEY: KEY, DATABASE_URL: 'postgres://souk@db.example/souk' }
  expect(readConfig({ ...real, SANDBOX: 'off' }).dealCaps).toEqual({ new: 3, proven: 50 })
  expect(readConfig({ SANDBOX: 'on' }).dealCaps).toBeNull()
  const DEAL_CAPS = 'new=1, proven=2'
  expect(readConfig({ SANDBOX: 'on', DEAL_CAPS }).dealCaps).toEqual({ new: 1, proven: 2 })
})

test('the name of the staff is normalised like any other', () => {
  const admin = { ADMIN_USERNAME: ' Ａｄｍｉｎ ', ADMIN_PASSWORD: 'a good password' }
  expect(readConfig(admin).ADMIN_USERNAME).toBe('Admin')
})

test.each([
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['TRADE_CHAT_PORT', '80.5'],
  ['PORT', '0x50'],
  ['PORT', '8e3'],
  ['PORT', ' 80'],
  ['PORT', '80.0'],
  ['HOST', '127.0.0.1:80'],
  ['HOST', 'http://souk.example'],
  ['DATABASE_POOL', '3'],
  ['SECRET_KEY', 'x'.repeat(40)],
  ['SECRET_KEY', ' '.repeat(40)],
  ['SECOND_APPROVAL_ABOVE', 'btc=1,usdt=5,BTC=2'],
  ['SECOND_APPROVAL_ABOVE', 'btc'],
  ['SECOND_APPROVAL_ABOVE', 'btc=-1'],
  ['SECOND_APPROVAL_ABOVE', 'doge=1'],
  ['DEAL_CAPS', 'new=3'],
  ['DEAL_CAPS', 'new=-1,proven=5'],
  ['DEAL_CAPS', 'new=6,proven=5'],
  ['DEAL_CAPS', '3'],
  ['RATING_MINIMUM', '-1'],
  ['DATABASE_URL', 'mysql://souk:geheim@db.example/souk'],
  ['DATABASE_URL', 'db.example'],
  ['REDIS_URL', 'http://redis.example'],
  ['SMTP_URL', 'http://souk:geheim@mail.example'],
  ['SMTP_URL', 'smtp://'],
  ['SMTP_URL', 'smtp:mail.example'],
  ['MAIL_FROM', 'souk'],
  ['MAIL_FROM', 'Souk <souk@souk.example>\r\nBcc: all@souk.example'],
  ['RATES_URL', 'file:///etc/geheim'],
  ['RATES_MAX_AGE', '0'],
  ['SECRET_KEY', 'geheim'],
  ['SANDBOX', 'yes'],
  ['FEE_PERCENT', '-1'],
  ['FEE_PERCENT', '100'],
  ['FEE_PERCENT', '1e1'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'app.example'],
  ['CORS_ORIGINS', 'https://app.example/path'],
  ['CORS_ORIGINS', 'ftp://app.example'],
  ['CORS_ORIGINS', 'https://good.example,null'],
  ['PUBLIC_URL', 'souk.example'],
  ['PUBLIC_URL', 'https://souk.example/api'],
  ['PUBLIC_URL', 'ws://souk.example'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '-1'],
  ['RATE_LIMIT_ANONYMOUS', 'none'],
  ['RATE_LIMIT_AUTHENTICATED', '0'],
  ['RATE_LIMIT_CHAT', '-1'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused by name, and no secret is repeated', (name, value) => {
  const read = () => readConfig({ [name]: value })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(new RegExp(`^The configuration is not valid:\\n  ${name}\\b`))
  expect(read).not.toThrow(/geheim/)
})

test.each([
  ['SECRET_KEY', { DATABASE_URL }],
  ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'admin' }],
  ['ADMIN_PASSWORD', { ADMIN_PASSWORD: 'a good password' }],
  ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'admin', ADMIN_PASSWORD: 'geheim' }],
  ['ADMIN_PASSWORD', { ADMIN_USERNAME: 'admin', ADMIN_PASSWORD: 'password1' }],
  ['ADMIN_USERNAME', { ADMIN_USERNAME: 'the admin', ADMIN_PASSWORD: 'a good password' }],
])('%s is named when %j do not go together', (name, environment) => {
  expect(() => readConfig(environment)).toThrow(new RegExp(`^  ${name}: `, 'm'))
  expect(() => readConfig(environment)).not.toThrow(/geheim/)
})
