import { expect, test } from 'vitest'
import { type Network, parseNetwork, reachOf } from './networks.ts'

const named = (...texts: string[]): Network[] =>
  texts.map((text) => parseNetwork(text) ?? expect.fail(text))

test.each([
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:0:127.0.0.1',
  '::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '100::1',
  '2001::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '2620:4f:8000::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001:db8:0:0:0:5efe:7f00:1',
  '',
  'localhost',
  'example.com',
])('nothing is sent to %s', (address) => expect(reachOf(address, [])).toBe('refused'))

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '93.184.215.14',
  '172.15.255.255',
  '172.32.0.1',
  '100.128.0.1',
  '223.255.255.254',
  '::ffff:8.8.8.8',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '2a00:1450:4001::1',
  '2400:cb00::1',
])('the internet may be reached: %s', (address) => expect(reachOf(address, [])).toBe('public'))

test('a network that is named may be reached, and no other', () => {
  const networks = named('10.1.0.0/16', 'fd00:1::/32')
  const reach = (address: string) => reachOf(address, networks)
  expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5'].map(reach)).toEqual(
    Array.from({ length: 3 }, () => 'allowed'),
  )
  expect(['10.2.0.1', '127.0.0.1', 'fd00:2::5', '::1'].map(reach)).toEqual(
    Array.from({ length: 4 }, () => 'refused'),
  )
  expect(reach('8.8.8.8')).toBe('public')
})

test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/x', '', 'example.com/8', '::1'])(
  '%j is no network',
  (text) => expect(parseNetwork(text)).toBeUndefined(),
)

test.each([
  '10/8',
  '10.0/16',
  '2130706433/32',
  '0x7f.1/8',
  '10.0.0.1/33',
  '10.0.0.0',
  ' 10.0.0.0/8',
  '::ffff:10.0.0.0/64',
])('%s names no network', (text) => {
  expect(parseNetwork(text)).toBeUndefined()
})

test('a network of IPv4 written in IPv6 is that network', () => {
  const networks = named('::ffff:10.0.0.0/104')
  expect(reachOf('10.1.2.3', networks)).toBe('allowed')
  expect(reachOf('::ffff:10.1.2.3', networks)).toBe('allowed')
  expect(reachOf('11.1.2.3', networks)).toBe('public')
})
