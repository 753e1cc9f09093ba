import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { bech32, bech32m, createBase58check } from '@scure/base'
import { type Coin, fieldRefused } from '@souk/contract'

/** Where tokens come from: what is sent to them stays there. By the 20 bytes that EVM and Tron share. */
const TOKEN_CONTRACTS = new Set([
  'dac17f958d2ee523a2206206994597c13d831ec7', // USDT on Ethereum
  '55d398326f99059ff775485246999027b3197955', // USDT on BNB Smart Chain
  'a614f803b6fd780986a42c78ec9c7f77e6ded13c', // USDT on Tron
])

/**
 * Nobody has the key of an address so small, programs of the chain itself among them, nor of one that is the
 * same byte again and again.
 */
const NOBODYS = /^0{36}|^(..)\1*$/

/** Addresses made to be read, or known to burn what they get. */
const BURNING = new Set([
  '1BitcoinEaterAddressDontSendf59kuE',
  '1CounterpartyXXXXXXXXXXXXXXXUWLpVr',
  'TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy',
])

/** The address in its one spelling: in some, case says nothing. */
export function addressKey(address: string): string {
  return /^(0x|bc1|tb1|ltc1|tltc1)/i.test(address) ? address.toLowerCase() : address
}

/**
 * Whether somebody can have the coins that are sent to a valid address.
 * @throws VALIDATION_FAILED with the reason
 */
export function checkPayee(coin: Coin, address: string): void {
  const account = accountOf(address)
  if (BURNING.has(address) || NOBODYS.test(account))
    throw fieldRefused('address', 'belongs to nobody: the coins would be lost')
  if (coin === 'usdt' && TOKEN_CONTRACTS.has(account)) {
    throw fieldRefused('address', 'is a contract of the coin itself: the coins would be lost')
  }
}

/** What an address says beside its chain and kind, in hexadecimal: the hash of a key, of a script, or a key. */
function accountOf(address: string): string {
  const key = addressKey(address)
  if (key.startsWith('0x')) return key.slice(2)
  return bytesToHex(segwitProgram(key) ?? base58.decode(address).slice(1))
}

const base58 = createBase58check(sha256)

/** The witness program of a native segwit address: its words but for the version. */
function segwitProgram(key: string): Uint8Array | undefined {
  if (!/^(bc|tb|ltc|tltc)1/.test(key)) return undefined
  const { words } = (bech32.decodeUnsafe(key) ?? bech32m.decodeUnsafe(key)) || { words: [0] }
  return bech32.fromWords(words.slice(1))
}
