import { sqlMigration } from '@souk/database'
import { DEPOSITS } from './schema/deposits.ts'
import { TRANSFERS } from './schema/transfers.ts'
import { WITHDRAWALS } from './schema/withdrawals.ts'

/**
 * The ways in and out of the wallets. A withdrawal holds its amount from the main wallet until it is
 * decided; a deposit is credited once for each transaction of its chain.
 */
export const createWallet = sqlMigration(
  'Migration20261120000012_wallet',
  /* sql */ `
select pgboss.create_queue('withdrawal.pay', jsonb_build_object(
  'policy', 'standard', 'retryLimit', 1000000, 'retryDelay', 15, 'retryBackoff', true,
  'retryDelayMax', 3600, 'expireInSeconds', 600, 'retentionSeconds', 315360000,
  'deleteAfterSeconds', 86400));
${TRANSFERS}
${DEPOSITS}
${WITHDRAWALS}
-- Everything that came in, went out, or moved between somebody's wallets.
create view transactions as
select id, user_id, asset, amount, 'DEPOSIT' as type,
       case status when 'credited' then 'COMPLETED' else upper(status) end as status, created_at
  from deposits
union all
select id, user_id, asset, amount, 'WITHDRAWAL',
       case status when 'approved' then 'COMPLETED' else upper(status) end, created_at
  from withdrawals
union all
select id, user_id, asset, amount, 'TRANSFER', 'COMPLETED', created_at from wallet_transfers;
`,
)
