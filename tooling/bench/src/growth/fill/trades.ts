import { coin, type Fill } from './fill.ts'
import { insertHolds, insertTransfers, NEXT_HOLD } from './ledger.ts'

/** One in twenty each is open, taken, cancelled and disputed; the rest is done. */
export const fillTrades: Fill = async ({ run, rows, users, at }) => {
  await run(
    `create temp table new_trades as
     select n as id, next.hold + n - 1 as hold, 1 + n % ${users} as owner, 'p2p' as kind,
            case when n % 20 not in (0, 2) then 1 + (n + 1 + n / ${users}) % ${users} end as buyer,
            ${coin('n')} as asset, 0.01 as amount, 0.0001 as fee, 'trade:' || n as reference,
            case n % 20 when 0 then 'open' when 1 then 'in_progress' when 2 then 'cancelled'
                        when 3 then 'disputed' else 'completed' end as status,
            case n % 20 when 2 then 'voided' when 0 then 'pending' when 1 then 'pending'
                        when 3 then 'pending' else 'posted' end as hold_status,
            ${at('n')} as at
       from generate_series(1, ${rows}) n, ${NEXT_HOLD} as next (hold)`,
  )
  await run(insertHolds('new_trades'))
  await run(
    `insert into trades (id, seller_id, buyer_id, asset, amount, fee, status, hold_id, dispute_reason,
                         disputed_by, created_at, updated_at)
     overriding system value
     select id, owner, buyer, asset, amount, fee, status, hold,
            case status when 'disputed' then 'not paid' end,
            case status when 'disputed' then owner end, at, at
       from new_trades`,
  )
  await run(
    `create temp table trade_payments as
     select hold, owner as payer, kind as payer_kind, payee, payee_kind, asset, paid as amount,
            'trade.released' as reason, reference, at
       from new_trades, lateral (values (buyer, 'p2p', amount - fee), (null, 'fees', fee))
                        as part (payee, payee_kind, paid)
      where status = 'completed'`,
  )
  await run(insertTransfers('trade_payments'))
}
