import type { EscrowClaims } from '@souk/ledger'

/** The holds that unfinished trades rely on, for the ledger to compare with. */
export const tradeEscrows: EscrowClaims = {
  domain: 'trades',
  referencePrefix: 'trade:',
  sql: `select 'trade:' || id as reference, hold_id, asset, amount
          from trades where status in ('open', 'in_progress', 'disputed')`,
}
