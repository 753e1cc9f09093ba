/** How much there is of everything. */
export interface Size {
  readonly users: number
  /** In each table that grows with what people do; a multiple of `users`. */
  readonly rows: number
}

/** A database that is being filled; it was empty, so the numbers of each table's rows begin with 1. */
export interface Filling extends Size {
  run(sql: string): Promise<unknown>
  /** When row `n` came, as SQL: a minute after the one before it, the last of them now. */
  at(n: string): string
}

/** Fills one domain's tables, by INSERT and nothing else: the database's functions come and go. */
export type Fill = (filling: Filling) => Promise<void>

/** A coin for row `n`, as SQL. */
export const coin = (n: string) =>
  `(array['btc', 'ltc', 'eth', 'bnb', 'usdt', 'trx'])[1 + ${n} % 6]`
