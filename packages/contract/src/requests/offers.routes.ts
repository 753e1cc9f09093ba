import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { clampedPageFields, id, pageOf, prefixedId, price, text } from '../fields.ts'
import { RequestOffer, RequestOfferInDocument5 } from './offer.ts'
import { MOST_EUR, requestId } from './request.ts'

const at = (
  method: RestRoute['method'],
  path: `/${string}`,
  more: Partial<RestRoute> = {},
): RestRoute => ({
  method,
  path: `/api/v1/requests${path}`,
  dialect: 'rooms',
  view: RequestOfferInDocument5,
  ...more,
})

const list = (path: `/${string}`) =>
  at('GET', path, { view: pageOf(RequestOfferInDocument5), under: 'items', countsPages: true })

const step = (name: string, summary: string, description: string) =>
  mutation({
    access: 'user',
    summary,
    description,
    input: z.object({ id: id() }),
    output: RequestOffer,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [at('POST', `/offers/{id}/${name}`)],
  })

/** What users with a store offer to whoever asks for something. */
export const offers = {
  list: query({
    access: 'user',
    summary: 'List the offers on a request, newest first',
    description: 'All of them to whoever asks and to staff, to anybody else their own.',
    input: z.object({ id: requestId(), ...clampedPageFields(20) }),
    output: pageOf(RequestOffer),
    errors: ['NOT_FOUND'],
    rest: [list('/{id}/offers')],
  }),
  mine: query({
    access: 'user',
    summary: 'List what the caller has offered on requests, newest first',
    description: 'Whatever became of it.',
    input: z.object(clampedPageFields(20)),
    output: pageOf(RequestOffer),
    rest: [list('/offers/mine')],
  }),
  create: mutation({
    access: 'user',
    summary: 'Offer something to whoever asks',
    description:
      'Takes a store, and an open request of somebody else. A product that is named is one of the caller’s. ' +
      'On a request somebody has one offer that waits for an answer.',
    input: z.object({
      id: requestId(),
      price: price(2, MOST_EUR).describe('In EUR.'),
      message: text(0, 2000).nullish().describe('A word with it.'),
      productId: prefixedId('PRD').nullish().describe('Which of one’s products it is.'),
    }),
    output: RequestOffer,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    rest: [at('POST', '/{id}/offers', { status: 201 })],
  }),
  accept: step(
    'accept',
    'Accept an offer',
    'By whoever asks. Fulfils the request and rejects the other offers that wait. Nothing is bought by it: it says with whom to go on.',
  ),
  reject: step('reject', 'Reject an offer', 'By whoever asks; the request stays open.'),
  withdraw: step('withdraw', 'Withdraw an offer', 'By whoever has made it, while it waits.'),
}
