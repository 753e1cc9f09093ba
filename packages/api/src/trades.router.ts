import { contract } from '@souk/contract'
import { trades } from '@souk/core'
import { implement } from './implement.ts'

export const tradesRouter = implement('trades', contract.trades, {
  list: trades.listTrades,
  get: trades.getTrade,
  create: trades.createTrade,
  buy: trades.buyTrade,
  release: trades.releaseTrade,
  cancel: trades.cancelTrade,
  dispute: trades.disputeTrade,
  resolve: trades.resolveTrade,
  watch: trades.watchTrade,
  chat: {
    send: trades.sendTradeMessage,
    list: trades.listTradeMessages,
    watch: trades.watchTradeMessages,
  },
})
