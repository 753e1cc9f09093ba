import type { Claims } from '@souk/ledger'

/** The holds of withdrawals, and what must have become of them: an approved one left the house. */
export const withdrawalClaims: Claims = {
  domain: 'withdrawals',
  referencePrefix: 'withdrawal:',
  holds: `select 'withdrawal:' || id as reference, hold_id, user_id as owner_id, asset, amount,
                 case status when 'pending' then 'pending' when 'approved' then 'posted'
                             else 'voided' end as status
            from withdrawals`,
  transfers: `select 'withdrawal:' || id as reference, hold_id, user_id as payer_id,
                     'main' as payer_kind, null::bigint as payee_id, 'withdrawals' as payee_kind,
                     asset, amount
                from withdrawals where status = 'approved'`,
}

/** What deposits must have brought in. */
export const depositClaims: Claims = {
  domain: 'deposits',
  referencePrefix: 'deposit:',
  transfers: `select 'deposit:' || id as reference, null::bigint as hold_id,
                     null::bigint as payer_id, 'deposits' as payer_kind,
                     user_id as payee_id, 'main' as payee_kind, asset, amount
                from deposits where status = 'credited'`,
}

/** What must have moved between people's own wallets. */
export const walletTransferClaims: Claims = {
  domain: 'wallet transfers',
  referencePrefix: 'wallet-transfer:',
  transfers: `select 'wallet-transfer:' || id as reference, null::bigint as hold_id,
                     user_id as payer_id, from_wallet as payer_kind,
                     user_id as payee_id, to_wallet as payee_kind, asset, amount
                from wallet_transfers`,
}
