/** Where the ledger's tables and functions are written down. */
export const ledgerSchema = {
  migrations: new URL('../migrations/', import.meta.url),
  sql: new URL('../sql/', import.meta.url),
}
