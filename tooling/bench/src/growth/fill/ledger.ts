import type { Fill } from './fill.ts'

/** Every wallet of every user, with play money in it; and the house's accounts. */
export const fillLedger: Fill = async ({ run, users }) => {
  await run(
    `insert into ledger.accounts (owner_id, kind, asset)
     select null, kind, code
       from ledger.assets, unnest('{faucet,fees,deposits,withdrawals}'::text[]) kind
     on conflict do nothing`,
  )
  await run(
    `insert into ledger.accounts (owner_id, kind, asset)
     select n, kind, code
       from generate_series(1, ${users}) n, ledger.assets, unnest('{main,p2p}'::text[]) kind`,
  )
  await run(
    `create temp table gifts as
     select null::bigint as hold, null::bigint as payer, 'faucet' as payer_kind, owner_id as payee,
            kind as payee_kind, asset, 100000::numeric as amount, 'sandbox.faucet' as reason,
            'user:' || owner_id as reference, now() - interval '1 year' as at
       from ledger.accounts where owner_id is not null`,
  )
  await run(insertTransfers('gifts'))
}

/**
 * Sets money aside. `rows` is a table of (hold, owner, kind, asset, amount, hold_status, reference,
 * at), in which holds are numbered by `NEXT_HOLD`.
 */
export const insertHolds = (rows: string) =>
  `insert into ledger.holds (id, account_id, asset, amount, status, reference, created_at, settled_at)
   overriding system value
   select h.hold, a.id, h.asset, h.amount, h.hold_status, h.reference, h.at,
          case when h.hold_status <> 'pending' then h.at end
     from ${rows} h
     join ledger.accounts a on a.owner_id = h.owner and a.kind = h.kind and a.asset = h.asset
    where h.hold is not null`

/** The number that the next hold may have. */
export const NEXT_HOLD = `(select coalesce(max(id), 0) + 1 from ledger.holds)`

/**
 * Moves money; a payer or payee of null is the house. `rows` is a table of (hold, payer, payer_kind,
 * payee, payee_kind, asset, amount, reason, reference, at).
 */
export const insertTransfers = (rows: string) =>
  `insert into ledger.transfers
     (debit_account_id, credit_account_id, asset, amount, hold_id, reason, reference, created_at)
   select d.id, c.id, t.asset, t.amount, t.hold, t.reason, t.reference, t.at
     from ${rows} t
     join ledger.accounts d on coalesce(d.owner_id, 0) = coalesce(t.payer, 0)
                           and d.kind = t.payer_kind and d.asset = t.asset
     join ledger.accounts c on coalesce(c.owner_id, 0) = coalesce(t.payee, 0)
                           and c.kind = t.payee_kind and c.asset = t.asset
    where t.amount > 0`

/**
 * Gives each wallet the balance that its transfers and holds amount to, when all are there. What the
 * update leaves free is cleared away: new accounts would come to lie there, where a scan finds them soon.
 */
export const closeBooks: Fill = async ({ run }) => {
  await run(
    `update ledger.accounts a set balance = m.balance, held = m.held
       from (select account, sum(moved) as balance, sum(held) as held from (
               select credit_account_id as account, amount as moved, 0 as held from ledger.transfers
               union all select debit_account_id, -amount, 0 from ledger.transfers
               union all select account_id, 0, amount from ledger.holds where status = 'pending') t
              group by account) m
      where a.id = m.account and a.owner_id is not null`,
  )
  await run('vacuum full ledger.accounts')
}
