import type { ContractWords } from '../document-words.ts'

export const words: ContractWords = {
  domains: {
    wallet: {
      name: 'Wallets',
      description:
        'Everybody has a main and a p2p wallet for each coin. Escrow is paid from and into the p2p wallet.',
    },
    'wallet.deposits': {
      name: 'Deposits',
      description:
        'Coins that come in from a chain. A deposit is announced, and credited once it was seen.',
    },
    'wallet.withdrawals': {
      name: 'Withdrawals',
      description:
        'Coins that go out to a chain. The amount is held until staff approve or reject; until then it can be taken back.',
    },
  },
  names: {
    'wallet.get': 'WalletBalance',
    'wallet.transfer': 'WalletTransfer',
    'wallet.deposits.create': 'Deposit',
    'wallet.withdrawals.create': 'Withdrawal',
  },
}
