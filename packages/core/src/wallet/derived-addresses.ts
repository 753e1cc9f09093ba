import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { HDKey } from '@scure/bip32'
import { NETWORK, p2wpkh, TEST_NETWORK } from '@scure/btc-signer'
import { type Chains, manualChains } from './chains.ts'

type Network = typeof NETWORK

/** How wallets write extended public keys, by their first four letters: BIP 32's way and BIP 84's. */
const KINDS: Readonly<Record<string, { version: number; network: Network }>> = {
  xpub: { version: 0x0488b21e, network: NETWORK },
  zpub: { version: 0x04b24746, network: NETWORK },
  tpub: { version: 0x043587cf, network: TEST_NETWORK },
  vpub: { version: 0x045f1cf6, network: TEST_NETWORK },
}

/** Of `m/84'/0'/0'`. */
const ACCOUNT_DEPTH = 3

interface AccountKey {
  /** Of the addresses that are given away. */
  readonly receiving: HDKey
  readonly network: Network
}

/**
 * Reads the extended public key of an account (`m/84'/0'/0'`).
 * @throws Error when it is none; of a private one too, which has no business here
 */
export function accountKey(written: string): AccountKey {
  const kind = KINDS[written.slice(0, 4)]
  if (!kind) throw new Error('begins with none of xpub, zpub, tpub, vpub')
  // Read as private under a version that no key has: a private one does not get in by its prefix.
  const account = HDKey.fromExtendedKey(written, { private: 0, public: kind.version })
  // Of any other depth its addresses would be such as no wallet looks for.
  if (account.depth !== ACCOUNT_DEPTH) throw new Error('is not the key of an account')
  return { receiving: account.deriveChild(0), network: kind.network }
}

/** Of a test network, whose coins are worth nothing. */
export const isOfTestNetwork = (written: string) =>
  KINDS[written.slice(0, 4)]?.network === TEST_NETWORK

/** What deposit addresses are made of. */
export interface AddressSource {
  readonly btcXpub: string | undefined
  readonly sandbox: boolean
  readonly secretKey: Uint8Array
}

/** Everybody has an address of Bitcoin's of their own, made of their number (native segwit). */
export function derivedAddresses(source: AddressSource): Chains {
  const key = keyFrom(source)
  if (!key) return manualChains
  return {
    ...manualChains,
    async depositAddress(coin, userId) {
      if (coin !== 'btc') return null
      const { publicKey } = key.receiving.deriveChild(userId)
      return publicKey ? (p2wpkh(publicKey, key.network).address ?? null) : null
    },
  }
}

/** The operator's, or in the sandbox one of a test network; its coins are worth nothing. */
function keyFrom({ btcXpub, sandbox, secretKey }: AddressSource): AccountKey | undefined {
  if (btcXpub !== undefined) return accountKey(btcXpub)
  if (!sandbox) return undefined
  const seed = hkdf(sha256, secretKey, undefined, utf8ToBytes('souk deposit addresses'), 64)
  const account = HDKey.fromMasterSeed(seed).derive("m/84'/1'/0'")
  return { receiving: account.deriveChild(0), network: TEST_NETWORK }
}
