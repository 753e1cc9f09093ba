import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import { withRates } from '../prepared.ts'
import { withSecondFactor } from '../second-factor/require-second-factor.ts'
import type { Verbs } from '../verbs.ts'
import { announceDeposit } from './announce-deposit.ts'
import { approveWithdrawal } from './approve-withdrawal.ts'
import { cancelWithdrawal } from './cancel-withdrawal.ts'
import { depositClaims, walletTransferClaims, withdrawalClaims } from './claims.ts'
import { creditAnnounced } from './credit-announced.ts'
import { getWallet } from './get-wallet.ts'
import { listAllDeposits } from './list-all-deposits.ts'
import { listAllWithdrawals } from './list-all-withdrawals.ts'
import { listDeposits, listWithdrawals } from './list-own.ts'
import { listTransactions } from './list-transactions.ts'
import { mails } from './mails.ts'
import { payWithdrawal } from './pay-withdrawal.ts'
import { rejectDeposit } from './reject-deposit.ts'
import { rejectWithdrawal } from './reject-withdrawal.ts'
import { requestWithdrawal } from './request-withdrawal.ts'
import { transferBetweenWallets } from './transfer-between-wallets.ts'
import { walletEventOf } from './wallet-events.ts'

type Staff = typeof contract.staff

/** Money in and out, and between somebody's wallets (document 4). */
export const wallet = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    wallet: {
      get: getWallet,
      transfer: transferBetweenWallets,
      deposits: { create: announceDeposit, list: listDeposits },
      withdrawals: {
        create: withSecondFactor('withdrawal', requestWithdrawal),
        list: listWithdrawals,
        cancel: cancelWithdrawal,
      },
    } satisfies Verbs<typeof contract.wallet>,
    staff: {
      transactions: { list: listTransactions } satisfies Verbs<Staff['transactions']>,
      deposits: {
        list: listAllDeposits,
        credit: withRates(creditAnnounced),
        reject: withRates(rejectDeposit),
      } satisfies Verbs<Staff['deposits']>,
      withdrawals: {
        list: listAllWithdrawals,
        approve: withRates(approveWithdrawal),
        reject: withRates(rejectWithdrawal),
      } satisfies Verbs<Staff['withdrawals']>,
    },
  },
  claims: [withdrawalClaims, depositClaims, walletTransferClaims],
  queues: { 'withdrawal.pay': { work: payWithdrawal } },
  mails,
  eventOf: walletEventOf,
} satisfies Domain
