import { sha256 } from '@noble/hashes/sha2.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { createBase58check } from '@scure/base'
import { Address, NETWORK, TEST_NETWORK } from '@scure/btc-signer'
import { type Coin, fieldRefused } from '@souk/contract'
import type { Ctx } from '../context.ts'

type Check = (address: string) => boolean

/** Like Bitcoin's, with other prefixes. An address that starts with 3 may be Bitcoin's: refused. */
const LITECOIN = { bech32: 'ltc', pubKeyHash: 0x30, scriptHash: 0x32, wif: 0xb0 }
const LITECOIN_TEST = { bech32: 'tltc', pubKeyHash: 0x6f, scriptHash: 0x3a, wif: 0xef }

/** Base58 with its checksum, or bech32(m) with its own; witness programs must be well-formed. */
const likeBitcoin =
  (network: typeof NETWORK): Check =>
  (address) =>
    decodes(() => Address(network).decode(address))

/** Ethereum and BNB Smart Chain. In mixed case the case is the checksum (EIP-55). */
const evm: Check = (address) => {
  const digits = /^0x([\da-f]{40})$/i.exec(address)?.[1]
  if (digits === undefined) return false
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return true
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits.toLowerCase())))
  const upper = (digit: string, i: number) =>
    Number.parseInt(hash[i] ?? '0', 16) >= 8 && /[a-f]/.test(digit)
  const mixed = [...digits.toLowerCase()].map((digit, i) =>
    upper(digit, i) ? digit.toUpperCase() : digit,
  )
  return mixed.join('') === digits
}

const TRON_PREFIX = 0x41
const TRON_LENGTH = 21

const tron: Check = (address) =>
  decodes(() => {
    const bytes = createBase58check(sha256).decode(address)
    if (bytes.length !== TRON_LENGTH || bytes[0] !== TRON_PREFIX) throw new Error('not of Tron')
  })

const MAIN: Readonly<Record<Coin, readonly Check[]>> = {
  btc: [likeBitcoin(NETWORK)],
  ltc: [likeBitcoin(LITECOIN)],
  eth: [evm],
  bnb: [evm],
  usdt: [tron, evm],
  trx: [tron],
}

/** What a sandbox takes besides; the other chains write their test addresses like their main ones. */
const TEST: Partial<Record<Coin, readonly Check[]>> = {
  btc: [likeBitcoin(TEST_NETWORK)],
  ltc: [likeBitcoin(LITECOIN_TEST)],
}

/**
 * Whether coins can be sent to the address: form and checksum, on the chain's main network, and in
 * the sandbox on its test network too.
 */
export function isAddress(coin: Coin, address: string, sandbox: boolean): boolean {
  const checks = sandbox ? [...MAIN[coin], ...(TEST[coin] ?? [])] : MAIN[coin]
  return checks.some((check) => check(address))
}

/** @throws VALIDATION_FAILED naming the field, when it is no address of the coin's chain */
export function checkAddress(ctx: Ctx, coin: Coin, address: string, field: string): void {
  if (isAddress(coin, address, ctx.settings.sandbox)) return
  throw fieldRefused(field, `is not a valid ${coin} address`)
}

function decodes(decode: () => unknown): boolean {
  try {
    decode()
    return true
  } catch {
    return false
  }
}
