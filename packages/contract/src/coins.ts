/**
 * The coins Souk knows, each with the number of decimals of its smallest unit on its own chain
 * (USDT as on Tron and Ethereum: 6). Whether a coin is switched on is the staff's choice and is
 * kept in the database, not here.
 */
export const COINS = { btc: 8, ltc: 8, eth: 18, bnb: 18, usdt: 6, trx: 6 } as const

/** A coin's code, always in lower case inside Souk. */
export type Coin = keyof typeof COINS

export const COIN_CODES = Object.keys(COINS) as [Coin, ...Coin[]]
