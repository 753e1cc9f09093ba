/** Reference prices of coins: what floating prices are reckoned from. */
export interface Rates {
  /**
   * The price of one coin by pair, like `btc:usd`, as decimal strings; only what is fresh, so it may
   * be empty. Never rejects.
   */
  current(): Promise<Readonly<Record<string, string>>>
}
