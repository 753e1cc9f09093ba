import type { Rates } from './rates.ts'

/** About what a coin costs in each currency, for play. */
const PLAUSIBLE = {
  btc: { usd: '60000', eur: '55000', gbp: '47000', ngn: '96000000', kes: '7750000' },
  eth: { usd: '2500', eur: '2300', gbp: '1950', ngn: '4000000', kes: '323000' },
  bnb: { usd: '550', eur: '505', gbp: '430', ngn: '880000', kes: '71000' },
  ltc: { usd: '70', eur: '64', gbp: '55', ngn: '112000', kes: '9040' },
  trx: { usd: '0.15', eur: '0.138', gbp: '0.118', ngn: '240', kes: '19.4' },
  usdt: { usd: '1', eur: '0.92', gbp: '0.78', ngn: '1600', kes: '129' },
}

/** Rates that never change and are always fresh: the sandbox's, or a test's own. */
export function createStaticRates(table: RateTable = PLAUSIBLE): Rates {
  const pairs = pairsOf(table)
  return { current: async () => pairs }
}

/** Prices by coin and currency. */
export type RateTable<Price = string> = Readonly<Record<string, Readonly<Record<string, Price>>>>

/** A table under the names of its pairs, in lower case. */
export function pairsOf<Price>(table: RateTable<Price>): Readonly<Record<string, Price>> {
  const pairs = Object.entries(table).flatMap(([coin, prices]) =>
    Object.entries(prices).map(([fiat, price]) => [`${coin}:${fiat}`.toLowerCase(), price]),
  )
  return Object.fromEntries(pairs)
}
