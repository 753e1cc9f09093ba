import { expect, test } from 'vitest'
import { isAddress } from './address.ts'
import { accountKey, derivedAddresses } from './derived-addresses.ts'

// The examples of BIP 84 (the mnemonic "abandon … about").
const ZPUB =
  'zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs'
const SECOND = 'bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g'

const secretKey = Buffer.from('a secret for tests only, thirty-two characters')
const source = { btcXpub: undefined, sandbox: false, secretKey }

test('addresses are those that any wallet makes of the same key', async () => {
  const chains = derivedAddresses({ ...source, btcXpub: ZPUB })
  expect(await chains.depositAddress('btc', 1)).toBe(SECOND)
  expect(await chains.depositAddress('ltc', 1)).toBeNull()
})

test('the sandbox makes addresses of a test network, each user’s own, always the same', async () => {
  const chains = derivedAddresses({ ...source, sandbox: true })
  const [one, again, other] = await Promise.all(
    [1, 1, 2].map((user) => chains.depositAddress('btc', user)),
  )
  expect(one).toBe(again)
  expect(one).not.toBe(other)
  expect(isAddress('btc', one ?? '', true)).toBe(true)
  expect(isAddress('btc', one ?? '', false)).toBe(false)
})

test('without a key none are given out', async () => {
  expect(await derivedAddresses(source).depositAddress('btc', 1)).toBeNull()
})

test.each([
  [
    'a private key',
    'xprv9s21ZrQH143K3GJpoapnV8SFfukcVBSfeCficPSGfubmSFDxo1kuHnLisriDvSnRRuL2Qrg5ggqHKNVpxR86QEC8w35uxmGoggxtQTPvfUu',
  ],
  ['a key with a slip', `${ZPUB.slice(0, -1)}t`],
  ['something else', 'bitcoin'],
  // BIP 32's first example, and its first child: no wallet looks for addresses below them.
  [
    'a master key',
    'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8',
  ],
  [
    'a key above an account',
    'xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw',
  ],
])('%s is refused', (_, written) => {
  expect(() => accountKey(written)).toThrow()
})
