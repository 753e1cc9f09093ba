import type { EscrowClaims } from '@souk/ledger'

/** The holds that withdrawals rely on, and what must have become of them. */
export const withdrawalEscrows: EscrowClaims = {
  domain: 'withdrawals',
  referencePrefix: 'withdrawal:',
  sql: `select 'withdrawal:' || id as reference, hold_id, user_id as owner_id, asset, amount,
               case status when 'pending' then 'pending' when 'approved' then 'posted'
                           else 'voided' end as status
          from withdrawals`,
}
