import { coin, type Fill } from './fill.ts'
import { insertHolds, insertTransfers, NEXT_HOLD } from './ledger.ts'

export const fillWallet: Fill = async (filling) => {
  await fillTransfers(filling)
  await fillDeposits(filling)
  await fillWithdrawals(filling)
}

const fillTransfers: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into wallet_transfers (user_id, asset, amount, from_wallet, to_wallet, created_at)
     select 1 + n % ${users}, ${coin('n')}, 0.01, 'main', 'p2p', ${at('n')}
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `create temp table wallet_payments as
     select null::bigint as hold, user_id as payer, from_wallet as payer_kind, user_id as payee,
            to_wallet as payee_kind, asset, amount, 'wallet.transferred' as reason,
            'wallet-transfer:' || id as reference, created_at as at
       from wallet_transfers`,
  )
  await run(insertTransfers('wallet_payments'))
}

/** One in twenty is announced and not yet credited, and one rejected. */
const fillDeposits: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into deposits (user_id, asset, amount, status, transaction_id, created_at, updated_at)
     select 1 + n % ${users}, ${coin('n')}, 0.01,
            case n % 20 when 0 then 'pending' when 1 then 'rejected' else 'credited' end,
            encode(sha256(('transaction' || n)::bytea), 'hex'), ${at('n')}, ${at('n')}
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `create temp table deposit_payments as
     select null::bigint as hold, null::bigint as payer, 'deposits' as payer_kind, user_id as payee,
            'main' as payee_kind, asset, amount, 'deposit.credited' as reason,
            'deposit:' || id as reference, created_at as at
       from deposits where status = 'credited'`,
  )
  await run(insertTransfers('deposit_payments'))
}

/** One in fifty waits for staff, one each is rejected and taken back; the last user has decided. */
const fillWithdrawals: Fill = async ({ run, rows, users, at }) => {
  await run(
    `create temp table new_withdrawals as
     select id, next.hold + n - 1 as hold, 1 + n % ${users - 1} as owner, 'main' as kind,
            ${coin('n')} as asset, 0.01 as amount, 'withdrawal:' || id as reference,
            case n % 50 when 0 then 'pending' when 1 then 'rejected' when 2 then 'cancelled'
                        else 'approved' end as status,
            case n % 50 when 0 then 'pending' when 1 then 'voided' when 2 then 'voided'
                        else 'posted' end as hold_status,
            ${at('n')} as at
       from (select n, gen_random_uuid() as id from generate_series(1, ${rows}) n) made,
            ${NEXT_HOLD} as next (hold)`,
  )
  await run(insertHolds('new_withdrawals'))
  await run(
    `insert into withdrawals (id, user_id, asset, amount, address, address_key, status, hold_id, approvals_needed,
                              approvers, decided_by, transaction_id, created_at, updated_at)
     select id, owner, asset, amount, address, address, status, hold, 1,
            case status when 'approved' then array[${users}] else '{}' end,
            case when status in ('approved', 'rejected') then ${users} end,
            case status when 'approved' then encode(sha256(reference::bytea), 'hex') end, at, at
       from new_withdrawals,
            lateral (select '0x' || left(encode(sha256(reference::bytea), 'hex'), 40) as address) payee`,
  )
  await run(
    `create temp table withdrawal_payments as
     select hold, owner as payer, kind as payer_kind, null::bigint as payee,
            'withdrawals' as payee_kind, asset, amount, 'withdrawal.approved' as reason, reference, at
       from new_withdrawals where status = 'approved'`,
  )
  await run(insertTransfers('withdrawal_payments'))
}
