import { contract } from '@souk/contract'
import { staff, wallet } from '@souk/core'
import { implement } from './implement.ts'

export const staffRouter = implement('staff', contract.staff, {
  users: { list: staff.listUsers },
  coins: { list: staff.listCoins, enable: staff.enableCoin, disable: staff.disableCoin },
  settings: { get: staff.getSettings, update: staff.updateSettings },
  limits: { list: staff.listLimits, set: staff.setLimit },
  transactions: { list: wallet.listTransactions },
  deposits: {
    list: wallet.listAllDeposits,
    credit: wallet.creditAnnounced,
    reject: wallet.rejectDeposit,
  },
  withdrawals: {
    list: wallet.listAllWithdrawals,
    approve: wallet.approveWithdrawal,
    reject: wallet.rejectWithdrawal,
  },
  audit: { list: staff.listAudit },
})
