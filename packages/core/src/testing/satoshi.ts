/** How many there are in a coin of eight decimals. */
export const SATOSHI = 100_000_000n

/** An amount of whole hundred-millionths as the contract writes it. */
export const decimal = (satoshi: bigint): string =>
  `${satoshi / SATOSHI}.${(satoshi % SATOSHI).toString().padStart(8, '0')}`

/** An amount as the contract writes it, in whole hundred-millionths. @throws when there is a part of one */
export function satoshi(decimal: string): bigint {
  const [whole = '0', decimals = ''] = decimal.split('.')
  if (/[^0]/.test(decimals.slice(8))) throw new Error(`${decimal} is finer than its coin`)
  return BigInt(whole) * SATOSHI + BigInt(decimals.slice(0, 8).padEnd(8, '0'))
}
