import { contract } from '@souk/contract'
import { market } from '@souk/core'
import { implement } from './implement.ts'

export const marketRouter = implement('market', contract.market, {
  ads: {
    create: market.createAd,
    get: market.getAd,
    list: market.listAds,
    mine: market.listMyAds,
    close: market.closeAd,
  },
  offers: {
    create: market.createOffer,
    get: market.getOffer,
    list: market.listOffers,
    pay: market.payOffer,
    cancel: market.cancelOffer,
    release: market.releaseOffer,
    dispute: market.disputeOffer,
    resolve: market.resolveOffer,
    rate: market.rateOffer,
    chat: {
      send: market.sendOfferMessage,
      list: market.listOfferMessages,
      watch: market.watchOfferMessages,
    },
  },
  disputes: {
    get: market.getDispute,
    state: market.stateInDispute,
    list: market.listDisputes,
    assign: market.assignDispute,
    note: market.noteInDispute,
  },
  events: market.watchMarket,
})
