import { z } from 'zod'
import {
  amountShown,
  asNumber,
  changedAt,
  id,
  madeAt,
  named,
  prefixed,
  prefixedId,
  price,
  text,
  time,
} from '../fields.ts'
import { givenMessageData, messageData } from '../rooms/message-data.ts'
import { RequestOffer, RequestOfferInDocument5 } from './offer.ts'
import { PersonInDocument5, RequestPerson } from './person.ts'

/** How things stand with a request. */
export const REQUEST_STATUSES = ['OPEN', 'FULFILLED', 'CLOSED', 'EXPIRED'] as const
export type RequestStatus = (typeof REQUEST_STATUSES)[number]

/** The most of anything in EUR. */
export const MOST_EUR = 1_000_000_000_000n

const latest = <T extends z.ZodType>(offer: T) =>
  z
    .array(offer)
    .describe(
      'The latest, 50 at most: all of them to whoever asks, to anybody else their own. None in lists.',
    )

/** Something that somebody looks for. */
export const BuyerRequest = z.object({
  id: prefixed('REQ', id()),
  userId: prefixed('USR', id()).describe('Who asks.'),
  user: RequestPerson.describe('The same person, by name.'),
  title: z.string().describe('What they look for, in a line.'),
  description: z.string().describe('In lists how it begins, 500 characters at most.'),
  budget: asNumber(amountShown().nullable()).describe('In EUR.'),
  status: z
    .enum(REQUEST_STATUSES)
    .describe(
      'Offers are taken while it is `OPEN`; `FULFILLED` by an offer or otherwise, `CLOSED` by its owner or staff, `EXPIRED` by time.',
    ),
  views: z.int().describe('How often it was looked at.'),
  offerCount: z.int().describe('Offers that wait for an answer.'),
  offers: latest(RequestOffer),
  metadata: named('request_metadata', messageData().nullable()).describe(
    'What the client has kept with it, as it is; null for nothing.',
  ),
  expiresAt: time().describe('Until when it is open, unless something ends it before.'),
  createdAt: madeAt(),
  updatedAt: changedAt(),
})
export type BuyerRequest = z.output<typeof BuyerRequest>

/** What clients of document 5 go through unasked: nobody can put anything there yet. */
const never = () =>
  z.array(z.string()).default([]).describe('Always empty: nobody can put anything there.')

/** As the clients of document 5 know it. */
export const BuyerRequestInDocument5 = BuyerRequest.extend({
  user: PersonInDocument5.describe('Who asks, by name.'),
  offers: latest(RequestOfferInDocument5),
  upvotes: z.int().default(0).describe('Always 0: nobody can vote.'),
  images: never(),
  categories: never(),
})

const metadata = () =>
  givenMessageData()
    .nullish()
    .describe('Whatever the client wants to keep with it: 64 KiB at most.')

const budget = () => price(2, MOST_EUR).nullish().describe('In EUR.')
const expiresAt = () =>
  z.iso
    .datetime({ offset: true, error: 'must be a moment, such as 2026-03-14T09:30:00Z' })
    .transform((moment) => new Date(moment).toISOString())
    .nullish()

/** What a new request says. */
export const NewBuyerRequest = z.object({
  title: text(1, 100).describe('What they look for, in a line.'),
  description: text(10, 2000).describe('The same at length.'),
  budget: budget(),
  expiresAt: expiresAt().describe('In 30 days unless given; within a year.'),
  metadata: metadata(),
})
export type NewBuyerRequest = z.output<typeof NewBuyerRequest>

/** What of a request is to change. */
export const BuyerRequestChange = z.object({
  title: text(1, 100).optional().describe('What they look for, in a line.'),
  description: text(10, 2000).optional().describe('The same at length.'),
  budget: budget(),
  expiresAt: expiresAt().describe('Within a year.'),
  metadata: metadata(),
})
export type BuyerRequestChange = z.output<typeof BuyerRequestChange>

/** The number of a request, with or without `REQ_`. */
export const requestId = () => prefixedId('REQ')
