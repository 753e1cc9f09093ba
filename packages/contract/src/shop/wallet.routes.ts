import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { NewPayoutAddress, OpenedWallet, PayoutAddress, ShopWallet } from './wallet.ts'

export const wallet = {
  get: query({
    access: 'user',
    summary: 'Show the caller’s main BTC wallet and what happened to it lately',
    description:
      'Orders are paid from it, and sales come into it. The other coins and the p2p wallets are at `/p2p/wallet/`.',
    input: z.object({}),
    output: ShopWallet,
    rest: [{ method: 'GET', path: '/api/wallet', dialect: 'data' }],
  }),
  open: mutation({
    access: 'user',
    summary: 'Get an address for deposits',
    description: 'Made the first time (201), and the same ever after (200).',
    input: z.object({}),
    output: OpenedWallet,
    errors: ['CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/api/wallet',
        dialect: 'data',
        status: 201,
        isThereAlready: ({ isNew }: OpenedWallet) => !isNew,
        view: OpenedWallet.omit({ isNew: true }),
      },
    ],
  }),
  setPayoutAddress: mutation({
    access: 'user',
    summary: 'Set where the caller wants to be paid to',
    description: 'With two-factor authentication on it takes a current `code`.',
    input: NewPayoutAddress,
    output: PayoutAddress,
    errors: ['RATE_LIMITED'],
    rest: [{ method: 'PUT', path: '/api/wallet', dialect: 'data' }],
  }),
}
