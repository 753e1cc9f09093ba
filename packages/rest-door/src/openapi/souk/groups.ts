import type { TagGroupWords } from '../words.ts'

/** What people do with Souk, each with the branches of the contract that it takes. */
export const GROUPS: readonly TagGroupWords[] = [
  { name: 'Have an account', branches: ['auth', 'me', 'users'] },
  { name: 'Trade', branches: ['trades'] },
  { name: 'Use the market', branches: ['market'] },
  { name: 'Buy and sell in the shop', branches: ['shop'] },
  { name: 'Negotiate', branches: ['rooms', 'requests'] },
  { name: 'Talk', branches: ['chat', 'support'] },
  { name: 'Move money', branches: ['wallet'] },
  { name: 'Hear of it', branches: ['notifications', 'webhooks'] },
  { name: 'Decide, as staff', branches: ['staff'] },
]
