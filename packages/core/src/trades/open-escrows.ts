import type { EscrowClaims } from '@souk/ledger'

/** The holds that trades rely on, and what must have become of them. */
export const tradeEscrows: EscrowClaims = {
  domain: 'trades',
  referencePrefix: 'trade:',
  sql: `select 'trade:' || id as reference, hold_id, seller_id as owner_id, asset, amount,
               case status when 'completed' then 'posted' when 'cancelled' then 'voided'
                           else 'pending' end as status
          from trades`,
}
