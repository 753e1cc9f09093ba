import { expect, test } from 'vitest'
import { parseAddress, placeOf, UnusableDatabase } from './address.ts'

test('an address is taken apart once, for every connection', () => {
  expect(parseAddress('postgres://me:secret@db.example:6543/souk?application_name=one')).toEqual({
    host: 'db.example',
    port: 6543,
    user: 'me',
    password: 'secret',
    database: 'souk',
    application_name: 'one',
  })
})

test.each([
  ['[::1]', 'postgres://me@[::1]:5433/souk', { host: '::1', port: 5433 }],
  ['a local socket', 'postgres://me@/souk?host=/run/postgresql', { host: '/run/postgresql' }],
  ['no host', 'postgres:///souk', { database: 'souk' }],
  ['an escape', 'postgres://me:p%40ss%2Fword@h/souk', { password: 'p@ss/word' }],
  ['a raw %', 'postgres://me:100%sure%@h/souk', { password: '100%sure%' }],
  ['a raw % beside an escape', 'postgres://me:5%off%21@h/souk', { password: '5%off!' }],
  ['a name beyond ASCII', 'postgres://m%C3%BC:x@h/b%C3%BCcher', { user: 'mü', database: 'bücher' }],
])('%s is understood', (_, url, parts) => {
  expect(parseAddress(url)).toMatchObject(parts)
})

test.each([
  ['disable', false],
  ['require', { rejectUnauthorized: false }],
  ['no-verify', { rejectUnauthorized: false }],
  ['verify-full', {}],
])('sslmode=%s means what it means to libpq', (mode, ssl) => {
  expect(parseAddress(`postgres://h/souk?sslmode=${mode}`).ssl).toEqual(ssl)
})

test('without a word about it, nothing is said of encryption', () => {
  expect(parseAddress('postgres://h/souk')).not.toHaveProperty('ssl')
})

test('a server known by its number has to prove that number', () => {
  const { ssl } = parseAddress('postgres://10.0.0.5/souk?sslmode=verify-full&sslrootcert=system')
  expect(ssl).toEqual({ host: '10.0.0.5' })
})

test.each([
  ['postgres://h/souk?sslmode=prefer', 'sslmode with the value "prefer"'],
  ['postgres://h/souk?sslmode=REQUIRE', 'sslmode with the value "REQUIRE"'],
  ['postgres://h/souk?pgbouncer=true', 'the parameter pgbouncer'],
  ['postgres://h/souk?schema=shop', 'the parameter schema'],
  ['postgres://h/souk?toString=1', 'the parameter toString'],
  ['postgres://a,b/souk', 'several hosts'],
  ['postgres://h/souk?host=a,b', 'host with the value "a,b"'],
  ['postgres://h:port/souk', 'not a URL'],
  ['postgres://me:se#cret@h/souk', 'not a URL'],
  ['postgres://me:%ff@h/souk', 'must be written %25'],
  ['mysql://h/souk', 'not a URL'],
  ['host=h dbname=souk', 'not a URL'],
  ['postgres://h/souk?sslmode=verify-ca', 'needs sslrootcert'],
  ['postgres://h/souk?sslmode=verify-full&sslrootcert=/no/such.pem', '/no/such.pem'],
  ['postgres://h/souk?sslmode=require&sslrootcert=system', 'needs sslmode=verify-full'],
])('%s is refused by name, in one line, without the password', (url, said) => {
  const read = () => parseAddress(url)
  expect(read).toThrow(UnusableDatabase)
  expect(read).toThrow(said)
  expect(read).not.toThrow(/\n|cret/)
})

test('people are shown the place and not the password', () => {
  expect(placeOf(parseAddress('postgres://me:secret@[::1]:5433/souk'))).toBe('[::1]:5433/souk')
  expect(placeOf(parseAddress('postgres:///souk'))).toBe('localhost/souk')
})
