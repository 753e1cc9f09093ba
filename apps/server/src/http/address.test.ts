import { expect, test } from 'vitest'
import { cameByHttps, clientAddress, reachedOrigin } from './address.ts'

const PEER = '10.0.0.1'

test.each([
  ['nobody is trusted', '198.51.100.7', 0, PEER],
  ['the proxy wrote nothing', undefined, 1, PEER],
  ['the proxy wrote nothing useful', ' , unknown', 1, PEER],
  ['one proxy wrote the client', '198.51.100.7', 1, '198.51.100.7'],
  ['the client lies to one proxy', '203.0.113.9, 198.51.100.7', 1, '198.51.100.7'],
  ['the client lies to two proxies', '203.0.113.9, 198.51.100.7, 10.0.0.2', 2, '198.51.100.7'],
  ['a proxy is missing', '198.51.100.7', 2, '198.51.100.7'],
  ['the proxy adds the port', '198.51.100.7:4711', 1, '198.51.100.7'],
  ['the client is an essay', 'x'.repeat(5000), 1, PEER],
  ['the client writes SQL', "'; drop table users; --", 1, PEER],
])('when %s', (_, forwardedFor, proxies, address) => {
  expect(clientAddress(PEER, forwardedFor, proxies)).toBe(address)
})

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::ffff', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(clientAddress(address, undefined, 0)).toBe(network)
  expect(clientAddress(PEER, address, 1)).toBe(network)
})

test('a peer without an address is told from none', () => {
  expect(clientAddress(undefined, undefined, 0)).toBe('unknown')
})

test.each([
  [undefined, 1, false],
  ['https', 0, false],
  ['https', 1, true],
  ['HTTPS', 1, true],
  ['https, http', 1, false],
  ['https, http', 2, true],
])('X-Forwarded-Proto %s behind %i proxies came by HTTPS: %s', (proto, n, secure) => {
  expect(cameByHttps(proto, n)).toBe(secure)
})

test.each([
  [{ host: 'souk.example:8000' }, 0, 'http://souk.example:8000'],
  [{ host: '[::1]:8000' }, 0, 'http://[::1]:8000'],
  [{ host: 'souk', 'x-forwarded-host': 'evil', 'x-forwarded-proto': 'https' }, 0, 'http://souk'],
  [{ host: 'inner', 'x-forwarded-host': 'souk.example' }, 1, 'http://souk.example'],
  [{ host: 'souk.example', 'x-forwarded-proto': 'https' }, 1, 'https://souk.example'],
  [{ host: 'inner', 'x-forwarded-host': 'evil, souk.example' }, 1, 'http://souk.example'],
  [{ host: 'user:secret@souk.example' }, 0, undefined],
  [{ host: 'souk.example/path' }, 0, undefined],
  [{ host: 'souk example' }, 0, undefined],
  [{}, 0, undefined],
])('by %j, with %i proxies, Souk is reached at %s', (headers, proxies, expected) => {
  const header = (name: string) => (headers as Record<string, string | undefined>)[name]
  expect(reachedOrigin(header, proxies)).toBe(expected)
})
