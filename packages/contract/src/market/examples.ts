import type { z } from 'zod'
import { ProfileInDocument2 } from '../auth/profile.ts'
import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import { AdInWebhooks } from './ad.ts'
import { market } from './routes.ts'

const { ads, offers, disputes } = market

const domains = {
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
}

const names = {
  'market.ads.get': 'Ad',
  'market.offers.get': 'Offer',
  'market.offers.create': 'NewOffer',
  'market.offers.rate': 'Rating',
  'market.offers.chat.list': 'OfferMessage',
  'market.disputes.get': 'DisputeFile',
  'market.disputes.list': 'Dispute',
  'market.disputes.state': 'DisputeEntry',
}

const parts = partsIn('entity', { Profile: ProfileInDocument2, AdWithoutOwner: AdInWebhooks })

type Ad = z.output<typeof ads.get.output>
type Offer = z.output<typeof offers.get.output>
type Dispute = z.output<typeof disputes.assign.output>
type Entry = z.output<typeof disputes.state.output>

const ad: Ad = {
  id: 31,
  ownerId: 41,
  user: {
    uuid: '0b7c2a54-6f0e-4d1c-9a39-5f1d2f7e8a10',
    ratings: { positiveFeedbackCount: 9, negativeFeedbackCount: 1, averageRating: 4.5 },
    lastLogin: null,
    email: 'n***@example.com',
    emailVerified: false,
    phoneNumberVerified: false,
    countryVerified: false,
    googleId: null,
    facebookId: null,
    phoneNumber: null,
    isStaff: false,
    isSuperuser: false,
    isActive: true,
    twoFactorEnabled: false,
    twoFactorType: 'email',
    createdAt: '2026-01-11T08:12:40.000Z',
    updatedAt: '2026-02-20T17:03:05.000Z',
    fullname: 'Noor Haddad',
    displayName: 'Noor Haddad',
    country: null,
    id: 41,
    hasKyc: false,
    hasP2p: true,
    isBanned: false,
    groups: [],
    userPermissions: [],
  },
  cryptoCurrency: 'usdt',
  pricePerUnit: '1.02',
  priceType: 'fixed',
  margin: null,
  adType: 'sell',
  paymentMethod: 'bank_transfer',
  fiatCurrency: 'usd',
  cryptoAmount: '500.00',
  startDate: '2026-03-14',
  endDate: '2026-04-14',
  autoReplyMessage: 'Hello! Please write the number of the offer into your payment.',
  termsOfTrade: 'Payments from your own account only.',
  additionalInformation: null,
  status: 'active',
  maxLimit: '510.00',
  minLimit: '20.00',
  totalAvailable: '500.00',
  tradeStartedAt: null,
  tradeCompletedAt: null,
  timeToPay: 30,
  feePercent: '0',
  createdAt: '2026-03-14T09:26:53.000Z',
  updatedAt: '2026-03-14T09:26:53.000Z',
}

const pending: Offer = {
  id: 77,
  createdAt: '2026-03-14T10:02:11.000Z',
  currencyAmount: '200.00',
  status: 'pending',
  fiatAmount: '204.00',
  hasIndicatedPaid: false,
  ad: 31,
  user: 'c1b8e1f2-2f5f-4b7f-8a53-0d7b4f6d9e21',
  adType: 'sell',
  cryptoCurrency: 'usdt',
  fiatCurrency: 'usd',
  paymentMethod: 'bank_transfer',
  pricePerUnit: '1.02',
  fee: '0.00',
  makerId: 57,
  sellerId: 41,
  sellerName: 'Noor Haddad',
  sellerUsername: 'noor',
  buyerId: 57,
  buyerName: 'idris',
  buyerUsername: 'idris',
  bankAccountName: null,
  bankAccountNumber: null,
  bankName: null,
  expiresAt: '2026-03-14T10:32:11.000Z',
  paidAt: null,
  releasedAt: null,
  disputeReason: null,
  resolution: null,
  updatedAt: '2026-03-14T10:02:11.000Z',
}

const paidAt = '2026-03-14T10:15:40.000Z'
const paid: Offer = { ...pending, status: 'paid', hasIndicatedPaid: true, paidAt }
const releasedAt = '2026-03-14T10:21:09.000Z'
const released: Offer = { ...paid, status: 'released', releasedAt }
const reason = 'Paid an hour ago; the seller does not answer.'
const disputed: Offer = { ...paid, status: 'disputed', disputeReason: reason }
const note = 'The bank statement shows the payment.'

const dispute: Dispute = {
  offerId: 77,
  status: 'open',
  openedBy: 57,
  openedByName: 'idris',
  reason,
  answerBy: '2026-03-15T11:20:00.000Z',
  answeredAt: null,
  escalatedAt: null,
  assignedTo: 3,
  assignedToName: 'mira',
  outcome: null,
  note: null,
  resolvedAt: null,
  createdAt: '2026-03-14T11:20:00.000Z',
}

const statement: Entry = {
  id: 12,
  kind: 'statement',
  authorId: 57,
  authorName: 'idris',
  body: 'The receipt of my bank, number 4471, is of 10:14.',
  createdAt: '2026-03-14T11:31:45.000Z',
}

const message: z.output<typeof offers.chat.send.output> = {
  id: 5311,
  offerId: 77,
  senderId: 57,
  senderName: 'idris',
  senderUsername: 'idris',
  message: 'The transfer is on its way.',
  createdAt: '2026-03-14T10:14:07.000Z',
}

const page = { page: 1, perPage: 50, total: 1 }

const adExamples = [
  exampleOf(
    ads.create,
    {
      cryptoCurrency: 'usdt',
      pricePerUnit: '1.02',
      adType: 'sell',
      paymentMethod: 'bank_transfer',
      fiatCurrency: 'usd',
      cryptoAmount: '500',
      startDate: '2026-03-14',
      endDate: '2026-04-14',
      autoReplyMessage: ad.autoReplyMessage,
      termsOfTrade: ad.termsOfTrade,
      timeToPay: 30,
      minLimit: '20',
    },
    ad,
  ),
  exampleOf(ads.get, { id: 31 }, ad),
  exampleOf(
    ads.list,
    { adType: 'sell', cryptoCurrency: 'usdt', fiatCurrency: 'usd', fiatAmount: '200' },
    { items: [ad], ...page },
  ),
  exampleOf(ads.mine, { status: 'active' }, { items: [ad], ...page }),
  exampleOf(ads.close, { id: 31 }, { ...ad, status: 'closed', totalAvailable: '0.00' }),
]

const offerExamples = [
  exampleOf(offers.create, { ad: 31, currencyAmount: '200', fiatAmount: '204.00' }, pending),
  exampleOf(offers.get, { id: 77 }, paid),
  exampleOf(offers.list, { status: 'pending' }, { items: [pending], ...page }),
  exampleOf(offers.pay, { id: 77 }, paid),
  exampleOf(offers.cancel, { id: 77 }, { ...pending, status: 'cancelled' }),
  exampleOf(offers.release, { id: 77 }, released),
  exampleOf(offers.dispute, { id: 77, reason }, disputed),
  exampleOf(
    offers.resolve,
    { id: 77, outcome: 'release', note },
    { ...disputed, status: 'released', releasedAt, resolution: note },
  ),
  exampleOf(
    offers.rate,
    { id: 77, positive: true, comment: 'Quick and friendly.' },
    {
      offerId: 77,
      userId: 41,
      positive: true,
      comment: 'Quick and friendly.',
      createdAt: '2026-03-14T10:40:00.000Z',
    },
  ),
  exampleOf(offers.chat.send, { offerId: 77, message: message.message }, message),
  exampleOf(
    offers.chat.list,
    { offerId: 77 },
    { items: [message], ...page, perPage: 100, unread: 1 },
  ),
  exampleOf(
    offers.chat.markRead,
    { offerId: 77, upTo: message.id },
    { readUpTo: message.id, unread: 0 },
  ),
]

const disputeExamples = [
  exampleOf(disputes.get, { offerId: 77 }, { ...dispute, entries: [statement] }),
  exampleOf(disputes.state, { offerId: 77, statement: statement.body }, statement),
  exampleOf(disputes.list, { status: 'open' }, { items: [dispute], ...page }),
  exampleOf(disputes.assign, { id: 77, userId: 3 }, dispute),
  exampleOf(
    disputes.note,
    { id: 77, note: 'Called the bank; they confirm it.' },
    {
      ...statement,
      id: 13,
      kind: 'note',
      authorId: 3,
      authorName: 'mira',
      body: 'Called the bank; they confirm it.',
    },
  ),
]

const examples = new Map([...adExamples, ...offerExamples, ...disputeExamples])

export const words: ContractWords = { domains, names, parts, examples }
