import type { EscrowClaims } from '@souk/ledger'

/** The holds that ads rely on: what is available of an open sell ad. */
export const adEscrows: EscrowClaims = {
  domain: 'ads',
  referencePrefix: 'ad:',
  sql: `select 'ad:' || id as reference, hold_id, owner_id, crypto_currency as asset,
               available as amount, 'pending' as status
          from ads where hold_id is not null`,
}

/** The holds that offers rely on, and what must have become of them. */
export const offerEscrows: EscrowClaims = {
  domain: 'offers',
  referencePrefix: 'offer:',
  sql: `select 'offer:' || o.id as reference, o.hold_id, o.seller_id as owner_id,
               a.crypto_currency as asset, o.amount,
               case o.status when 'released' then 'posted' when 'cancelled' then 'voided'
                             when 'expired' then 'voided' else 'pending' end as status
          from offers o join ads a on a.id = o.ad_id`,
}
