/** Decimals of a currency's smallest unit, where these are not two (ISO 4217). SQL has the same table. */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf'
      .split(' ')
      .map((code) => [code, 0]),
  ),
  ...Object.fromEntries('bhd iqd jod kwd lyd omr tnd'.split(' ').map((code) => [code, 3])),
}

/** The most that any has. */
export const MOST_FIAT_DECIMALS = 3

/** How many decimals an amount in a national currency can have: two for most, none for yen. */
export function fiatDecimals(code: string): number {
  return DECIMALS[code.toLowerCase()] ?? 2
}
