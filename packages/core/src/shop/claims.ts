import type { Claims } from '@souk/ledger'

/** What is left of a part for its seller, and what the house keeps of that. */
const LEFT = 'p.amount_btc - p.refunded_btc'

/** The holds of orders, one a seller; what must have become of them, and whom they must have paid. */
export const orderClaims: Claims = {
  domain: 'orders',
  referencePrefix: 'order:',
  holds: `select 'order:' || p.order_id || ':' || p.seller_id as reference, p.hold_id,
                 o.buyer_id as owner_id, 'btc' as asset,
                 case when p.refunded_btc < p.amount_btc then ${LEFT} else p.amount_btc end as amount,
                 case when p.refunded_btc = p.amount_btc then 'voided'
                      when p.settled_at is not null then 'posted' else 'pending' end as status
            from order_parts p join orders o on o.id = p.order_id where p.hold_id is not null`,
  transfers: `select 'order:' || p.order_id || ':' || p.seller_id as reference, p.hold_id,
                     o.buyer_id as payer_id, 'main' as payer_kind, payee_id, payee_kind,
                     'btc' as asset, paid as amount
                from order_parts p join orders o on o.id = p.order_id,
                     lateral (values (p.seller_id, 'main', ${LEFT} - part_fee(p, ${LEFT})),
                                     (null, 'fees', part_fee(p, ${LEFT})))
                             as share (payee_id, payee_kind, paid)
               where p.hold_id is not null and p.settled_at is not null
                 and p.refunded_btc < p.amount_btc`,
}
