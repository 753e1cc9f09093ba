import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { createBase58check } from '@scure/base'
import { type Coin, fieldRefused } from '@souk/contract'

/** Where tokens come from: what is sent to them stays there. By the 20 bytes that EVM and Tron share. */
const TOKEN_CONTRACTS = new Set([
  'dac17f958d2ee523a2206206994597c13d831ec7', // USDT on Ethereum
  '55d398326f99059ff775485246999027b3197955', // USDT on BNB Smart Chain
  'a614f803b6fd780986a42c78ec9c7f77e6ded13c', // USDT on Tron
])

/** Nobody has the key of an address so small; programs of the chain itself are among them. */
const NOBODYS = /^0{36}/

/** The address in its one spelling: in some, case says nothing. */
export function addressKey(address: string): string {
  return /^(0x|bc1|tb1|ltc1|tltc1)/i.test(address) ? address.toLowerCase() : address
}

/**
 * Whether somebody can have the coins that are sent to a valid address.
 * @throws VALIDATION_FAILED with the reason
 */
export function checkPayee(coin: Coin, address: string): void {
  const account = accountOf(coin, address)
  if (account === undefined) return
  if (NOBODYS.test(account))
    throw fieldRefused('address', 'belongs to nobody: the coins would be lost')
  if (coin === 'usdt' && TOKEN_CONTRACTS.has(account)) {
    throw fieldRefused('address', 'is a contract of the coin itself: the coins would be lost')
  }
}

/** The 20 bytes of an account on EVM chains and Tron, in hexadecimal; undefined on the others. */
function accountOf(coin: Coin, address: string): string | undefined {
  const key = addressKey(address)
  if (key.startsWith('0x')) return key.slice(2)
  if (coin !== 'trx' && coin !== 'usdt') return undefined
  return bytesToHex(createBase58check(sha256).decode(address).slice(1))
}
