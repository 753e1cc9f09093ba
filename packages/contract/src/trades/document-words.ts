import type { ContractWords } from '../document-words.ts'

export const words: ContractWords = {
  domains: {
    trades: {
      name: 'Trades',
      description:
        'A seller offers an amount, which is held in escrow; a buyer takes it; the seller releases it once paid. Either side may dispute, and staff settle it.',
    },
    'trades.chat': {
      name: 'Trade chat',
      description:
        'Messages between the sides of a trade. The same messages reach the WebSocket, and the reverse.',
    },
  },
  names: {
    'trades.get': 'Trade',
    'trades.chat.list': 'TradeMessage',
    'trades.chat.markRead': 'ReadMark',
  },
}
