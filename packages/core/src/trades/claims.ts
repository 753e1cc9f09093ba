import type { Claims } from '@souk/ledger'

/** The holds of trades, what must have become of them, and whom they must have paid. */
export const tradeClaims: Claims = {
  domain: 'trades',
  referencePrefix: 'trade:',
  holds: `select 'trade:' || id as reference, hold_id, seller_id as owner_id, asset, amount,
                 case status when 'completed' then 'posted' when 'cancelled' then 'voided'
                             else 'pending' end as status
            from trades`,
  transfers: `select 'trade:' || id as reference, hold_id, seller_id as payer_id, 'p2p' as payer_kind,
                     payee_id, payee_kind, asset, paid as amount
                from trades, lateral (values (buyer_id, 'p2p', amount - fee), (null, 'fees', fee))
                                     as part (payee_id, payee_kind, paid)
               where status = 'completed'`,
}
