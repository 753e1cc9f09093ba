import { contract } from '@souk/contract'
import { wallet } from '@souk/core'
import { implement } from './implement.ts'

export const walletRouter = implement('wallet', contract.wallet, {
  get: wallet.getWallet,
  transfer: wallet.transferBetweenWallets,
  deposits: { create: wallet.announceDeposit, list: wallet.listDeposits },
  withdrawals: {
    create: wallet.requestWithdrawal,
    list: wallet.listWithdrawals,
    cancel: wallet.cancelWithdrawal,
  },
})
