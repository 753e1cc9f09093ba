import { z } from 'zod'
import { mutation, query, type RestRoute } from '../define.ts'
import { clampedPageFields, id, pageOf } from '../fields.ts'
import { anyCase, searched, statusFilter } from '../shop/filters.ts'
import { offers } from './offers.routes.ts'
import {
  BuyerRequest,
  BuyerRequestChange,
  BuyerRequestInDocument5,
  NewBuyerRequest,
  REQUEST_STATUSES,
  requestId,
} from './request.ts'

const at = (
  method: RestRoute['method'],
  path: '' | `/${string}`,
  more: Partial<RestRoute> = {},
): RestRoute => ({
  method,
  path: `/api/v1/requests${path}`,
  dialect: 'rooms',
  view: BuyerRequestInDocument5,
  ...more,
})

const list = (path: '' | `/${string}`) =>
  at('GET', path, { view: pageOf(BuyerRequestInDocument5), under: 'items', countsPages: true })

const status = statusFilter(REQUEST_STATUSES)
const one = z.object({ id: requestId() })

/** What people look for, and what others offer them: what the apps of document 5 call requests. */
export const requests = {
  list: query({
    access: 'anyone',
    summary: 'Browse what people look for, newest first',
    description:
      'Whatever their status, unless one is asked for; descriptions are shortened, and offers left out. Listing counts no views.',
    input: z.object({ search: searched(), status, ...clampedPageFields(20) }),
    output: pageOf(BuyerRequest),
    rest: [list('')],
  }),
  mine: query({
    access: 'user',
    summary: 'List the caller’s requests, newest first',
    description:
      'Whatever became of them, but those that were deleted. Descriptions are shortened, and offers left out.',
    input: z.object({ status, ...clampedPageFields(20) }),
    output: pageOf(BuyerRequest),
    rest: [list('/my-requests')],
  }),
  get: query({
    access: 'anyone',
    summary: 'Show one request',
    description:
      'Counts a view. Whoever asks sees all offers, anybody else their own and how many wait.',
    input: one,
    output: BuyerRequest,
    errors: ['NOT_FOUND'],
    rest: [at('GET', '/{id}')],
  }),
  create: mutation({
    access: 'user',
    summary: 'Ask for something',
    description: 'Somebody may have 50 open requests.',
    input: NewBuyerRequest,
    output: BuyerRequest,
    errors: ['CONFLICT'],
    rest: [at('POST', '', { status: 201 })],
  }),
  update: mutation({
    access: 'user',
    summary: 'Change one of the caller’s requests',
    description: 'As long as it is open. What is not given stays as it is.',
    input: one.extend(BuyerRequestChange.shape),
    output: BuyerRequest,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [at('PUT', '/{id}')],
  }),
  setStatus: mutation({
    access: 'user',
    summary: 'Say what has become of a request',
    description:
      'Whoever asks closes it, says that it is fulfilled, or opens it again; staff may close it. ' +
      'Whatever ends it rejects the offers that wait. Only time makes it EXPIRED.',
    input: one.extend({
      status: anyCase(REQUEST_STATUSES).describe('How it is to stand from now on.'),
    }),
    output: BuyerRequest,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [at('PUT', '/{id}/status')],
  }),
  delete: mutation({
    access: 'user',
    summary: 'Delete a request',
    description: 'Whoever asks, or staff. Offers that wait are rejected.',
    input: one,
    output: z.object({ id: id() }),
    errors: ['NOT_FOUND', 'NOT_A_PARTY'],
    rest: [at('DELETE', '/{id}', { status: 204, view: z.null() })],
  }),
  offers,
}
