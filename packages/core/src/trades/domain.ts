import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import { withSecondFactor } from '../second-factor/require-second-factor.ts'
import type { Verbs } from '../verbs.ts'
import { buyTrade } from './buy-trade.ts'
import { cancelTrade } from './cancel-trade.ts'
import { tradeClaims } from './claims.ts'
import { createTrade } from './create-trade.ts'
import { disputeTrade } from './dispute-trade.ts'
import { getTrade } from './get-trade.ts'
import { listTradeMessages } from './list-trade-messages.ts'
import { listTrades } from './list-trades.ts'
import { readTradeMessages } from './read-trade-messages.ts'
import { releaseTrade } from './release-trade.ts'
import { resolveTrade } from './resolve-trade.ts'
import { sendTradeMessage } from './send-trade-message.ts'
import { tradeEventOf } from './trade-events.ts'
import { watchTrade, watchTradeMessages } from './watch-trade.ts'

/** Simple escrow trades: one seller, one buyer, one amount (document 1). */
export const trades = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    trades: {
      list: listTrades,
      get: getTrade,
      create: createTrade,
      buy: buyTrade,
      release: withSecondFactor('release', releaseTrade),
      cancel: cancelTrade,
      dispute: disputeTrade,
      resolve: resolveTrade,
      watch: watchTrade,
      chat: {
        send: sendTradeMessage,
        list: listTradeMessages,
        markRead: readTradeMessages,
        watch: watchTradeMessages,
      },
    } satisfies Verbs<typeof contract.trades>,
  },
  claims: [tradeClaims],
  eventOf: tradeEventOf,
} satisfies Domain
