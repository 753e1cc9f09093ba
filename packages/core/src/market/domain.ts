import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import { withRates } from '../prepared.ts'
import { withSecondFactor } from '../second-factor/require-second-factor.ts'
import type { Verbs } from '../verbs.ts'
import { closeAd } from './ads/close-ad.ts'
import { createAd } from './ads/create-ad.ts'
import { expireAd } from './ads/expire-ad.ts'
import { getAd } from './ads/get-ad.ts'
import { listAds, listMyAds } from './ads/list-ads.ts'
import { adClaims, offerClaims } from './claims.ts'
import { noteInDispute, stateInDispute } from './disputes/add-dispute-entry.ts'
import { assignDispute } from './disputes/assign-dispute.ts'
import { escalateDispute } from './disputes/escalate-dispute.ts'
import { getDispute } from './disputes/get-dispute.ts'
import { listDisputes } from './disputes/list-disputes.ts'
import { giveBackTime } from './give-back-time.ts'
import { mails } from './mails.ts'
import { marketEventOf } from './market-events.ts'
import { cancelOffer } from './offers/cancel-offer.ts'
import { createOffer } from './offers/create-offer.ts'
import { disputeOffer } from './offers/dispute-offer.ts'
import { expireOffer } from './offers/expire-offer.ts'
import { getOffer } from './offers/get-offer.ts'
import { listOfferMessages } from './offers/list-offer-messages.ts'
import { listOffers } from './offers/list-offers.ts'
import { payOffer } from './offers/pay-offer.ts'
import { rateOffer } from './offers/rate-offer.ts'
import { readOfferMessages } from './offers/read-offer-messages.ts'
import { releaseOffer } from './offers/release-offer.ts'
import { resolveOffer } from './offers/resolve-offer.ts'
import { sendOfferMessage } from './offers/send-offer-message.ts'
import { watchMarket, watchOfferMessages } from './watch-market.ts'

/** The P2P market: ads, the offers on them, disputes and ratings (document 2). */
export const market = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    market: {
      ads: {
        create: withRates(createAd),
        get: getAd,
        list: listAds,
        mine: listMyAds,
        close: withRates(closeAd),
      },
      offers: {
        create: withRates(createOffer),
        get: getOffer,
        list: listOffers,
        pay: payOffer,
        cancel: cancelOffer,
        release: withSecondFactor('release', releaseOffer),
        dispute: disputeOffer,
        resolve: resolveOffer,
        rate: withRates(rateOffer),
        chat: {
          send: sendOfferMessage,
          list: listOfferMessages,
          markRead: readOfferMessages,
          watch: watchOfferMessages,
        },
      },
      disputes: {
        get: getDispute,
        state: stateInDispute,
        list: listDisputes,
        assign: assignDispute,
        note: noteInDispute,
      },
      events: watchMarket,
    } satisfies Verbs<typeof contract.market>,
  },
  claims: [adClaims, offerClaims],
  queues: {
    'offer.expire': { work: expireOffer, isDeadline: true },
    'ad.expire': { work: expireAd, isDeadline: true },
    'dispute.escalate': { work: escalateDispute, isDeadline: true },
  },
  mails,
  eventOf: marketEventOf,
  giveBackTime,
} satisfies Domain
