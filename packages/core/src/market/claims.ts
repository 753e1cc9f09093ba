import type { Claims } from '@souk/ledger'

/** The holds of ads: what is available of an open sell ad. They never pay anybody. */
export const adClaims: Claims = {
  domain: 'ads',
  referencePrefix: 'ad:',
  holds: `select 'ad:' || id as reference, hold_id, owner_id, crypto_currency as asset,
                 available as amount, 'pending' as status
            from ads where hold_id is not null`,
}

/** The holds of offers, what must have become of them, and whom they must have paid. */
export const offerClaims: Claims = {
  domain: 'offers',
  referencePrefix: 'offer:',
  holds: `select 'offer:' || o.id as reference, o.hold_id, o.seller_id as owner_id,
                 a.crypto_currency as asset, o.amount,
                 case o.status when 'released' then 'posted' when 'cancelled' then 'voided'
                               when 'expired' then 'voided' else 'pending' end as status
            from offers o join ads a on a.id = o.ad_id`,
  transfers: `select 'offer:' || o.id as reference, o.hold_id, o.seller_id as payer_id,
                     'p2p' as payer_kind, payee_id, payee_kind, a.crypto_currency as asset,
                     paid as amount
                from offers o join ads a on a.id = o.ad_id,
                     lateral (values (o.buyer_id, 'p2p', o.amount - o.fee), (null, 'fees', o.fee))
                             as part (payee_id, payee_kind, paid)
               where o.status = 'released'`,
}
