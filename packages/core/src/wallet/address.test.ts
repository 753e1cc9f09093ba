import type { Coin } from '@souk/contract'
import { expect, test } from 'vitest'
import { isAddress } from './address.ts'

const GOOD: readonly (readonly [Coin, string])[] = [
  ['btc', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'],
  ['btc', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
  ['btc', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
  ['btc', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
  ['btc', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  ['ltc', 'LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ'],
  ['ltc', 'MQMcJhpWHYVeQArcZR3sBgyPZxxRtnH441'],
  ['eth', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['eth', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
  ['bnb', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'],
  ['usdt', '0xdAC17F958D2ee523a2206206994597C13D831ec7'],
  ['usdt', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['trx', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
]

test.each(GOOD)('%s can be sent to %s', (coin, address) => {
  expect(isAddress(coin, address, false)).toBe(true)
})

/** Each address with one character exchanged for another of the same alphabet and case. */
const mistyped = GOOD.filter(
  ([, address]) => address !== address.toLowerCase() || !address.startsWith('0x'),
)
test.each(mistyped)('%s cannot be sent to %s with a letter mistyped', (coin, address) => {
  const at = address.length - 8
  const typo = [...address]
  const other = (letter: string) => (letter === '4' ? '5' : '4')
  typo[at] = other(address[at] ?? '')
  expect(isAddress(coin, typo.join(''), false)).toBe(false)
})

test.each([
  ['btc', 'LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ'],
  ['ltc', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'],
  ['ltc', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
  ['eth', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['trx', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['bnb', 'bnb1grpf0955h0ykzq3ar5nmum7y6gdfl6lxfn46h2'],
  ['eth', '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['btc', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdQ'],
  ['trx', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'],
  ['usdt', '7d39dl9039x9o3kfb'],
] as const)('%s cannot be sent to %s, an address of something else', (coin, address) => {
  expect(isAddress(coin, address, true)).toBe(false)
})

test.each([
  ['btc', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn'],
  ['btc', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
  ['ltc', 'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn'],
] as const)('the test address %s %s is for the sandbox only', (coin, address) => {
  expect(isAddress(coin, address, true)).toBe(true)
  expect(isAddress(coin, address, false)).toBe(false)
})
