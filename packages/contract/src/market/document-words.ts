import { ProfileInDocument2 } from '../auth/profile.ts'
import { type ContractWords, partsIn } from '../document-words.ts'
import { AdInWebhooks } from './ad.ts'

export const words: ContractWords = {
  domains: {
    'market.ads': {
      name: 'Market: ads',
      description:
        'An ad says that its owner buys or sells a coin, at what price, and how it is paid. A sell ad holds its whole amount in escrow.',
    },
    'market.offers': {
      name: 'Market: offers',
      description:
        'An offer takes a part of an ad. Whoever sells the coin escrows it and releases it; whoever buys pays in fiat and says so.',
    },
    'market.offers.chat': {
      name: 'Market: offer chat',
      description: 'Messages between the two sides of an offer, and staff.',
    },
    'market.disputes': {
      name: 'Market: disputes',
      description:
        'Either side may dispute a paid offer. Both state their case; staff settle it, by releasing or refunding.',
    },
  },
  names: {
    'market.ads.get': 'Ad',
    'market.offers.get': 'Offer',
    'market.offers.create': 'NewOffer',
    'market.offers.rate': 'Rating',
    'market.offers.chat.list': 'OfferMessage',
    'market.disputes.get': 'DisputeFile',
    'market.disputes.list': 'Dispute',
    'market.disputes.state': 'DisputeEntry',
  },
  parts: partsIn('entity', { Profile: ProfileInDocument2, AdWithoutOwner: AdInWebhooks }),
}
