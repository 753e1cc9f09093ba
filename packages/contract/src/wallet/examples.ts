import type { z } from 'zod'
import { type ContractWords, exampleOf } from '../words.ts'
import { wallet } from './routes.ts'

const domains = {
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
}

const names = {
  'wallet.get': 'WalletBalance',
  'wallet.transfer': 'WalletTransfer',
  'wallet.deposits.create': 'Deposit',
  'wallet.withdrawals.create': 'Withdrawal',
}

const times = { createdAt: '2026-03-14T09:26:53.000Z', updatedAt: '2026-03-14T09:26:53.000Z' }

export const deposit: z.output<typeof wallet.deposits.create.output> = {
  id: '4f7b3a52-8f4c-4c1e-9b55-20f1c8a7d603',
  currency: 'ltc',
  amount: '12.50',
  status: 'pending',
  address: null,
  fromAddress: null,
  transactionId: 'b7e1a0c35d2f4c8896d1e0f4a7b3c2d5e6f708192a3b4c5d6e7f8091a2b3c4d5',
  reason: null,
  ...times,
}

export const withdrawal: z.output<typeof wallet.withdrawals.create.output> = {
  id: 'c1d0a7e4-3b52-4f0e-8a6f-7e9d5b1c2a34',
  currency: 'ltc',
  amount: '3.00',
  status: 'pending',
  address: 'LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ',
  transactionId: null,
  reason: null,
  ...times,
}

const { currency, amount } = withdrawal
const page = { page: 1, perPage: 50, total: 1 }

const examples = new Map([
  exampleOf(wallet.get, {}, [
    { currency: 'ltc', wallet: 'main', available: '88.00', held: '3.00' },
    { currency: 'ltc', wallet: 'p2p', available: '41.25', held: '0.00' },
  ]),
  exampleOf(
    wallet.transfer,
    { currency, amount, from: 'main', to: 'p2p' },
    {
      id: '9a1e5c70-6d2b-4f83-b7c4-1f0e2d3c4b5a',
      currency,
      amount,
      from: 'main',
      to: 'p2p',
      createdAt: times.createdAt,
    },
  ),
  exampleOf(
    wallet.deposits.create,
    { currency, amount: '12.5', transactionId: deposit.transactionId ?? undefined },
    deposit,
  ),
  exampleOf(wallet.deposits.list, {}, { items: [deposit], ...page }),
  exampleOf(
    wallet.withdrawals.create,
    { currency, amount: '3', address: withdrawal.address },
    withdrawal,
  ),
  exampleOf(wallet.withdrawals.list, {}, { items: [withdrawal], ...page }),
  exampleOf(
    wallet.withdrawals.cancel,
    { id: withdrawal.id },
    { ...withdrawal, status: 'cancelled' },
  ),
])

export const words: ContractWords = { domains, names, examples }
