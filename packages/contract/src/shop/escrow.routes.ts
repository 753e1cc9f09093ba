import { z } from 'zod'
import { mutation, query, subscription } from '../define.ts'
import { clampedPageFields, lastEventId, pageOf, prefixedId, text } from '../fields.ts'
import {
  DisputedEscrowInDocument3,
  Escrow,
  NewEscrow,
  NewEscrowInDocument3,
  Release,
  ReleasedEscrowInDocument3,
  Resolution,
} from './escrow.ts'
import { EscrowEvent } from './events.ts'
import { statusFilter } from './filters.ts'
import { ESCROW_STATUSES } from './statuses.ts'

export const escrow = {
  list: query({
    access: 'user',
    summary: 'List escrows, newest first',
    description: 'Of the caller’s orders, bought and sold. Staff see all, or those of one user.',
    input: z.object({
      status: statusFilter(ESCROW_STATUSES),
      userId: prefixedId('user').optional().describe('For staff; for others only their own.'),
      ...clampedPageFields(12),
    }),
    output: pageOf(Escrow),
    errors: ['FORBIDDEN'],
    rest: [{ method: 'GET', path: '/api/escrow', dialect: 'data' }],
  }),
  get: query({
    access: 'user',
    summary: 'Show one escrow, to the sides of its order and staff',
    description:
      'Anybody else gets 404. The release code is never shown. A seller of several sees what is theirs.',
    input: z.object({ id: prefixedId('escrow') }),
    output: Escrow,
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/api/escrow/{id}', dialect: 'data' }],
  }),
  create: mutation({
    access: 'user',
    summary: 'Open the escrow of an order, with a release code',
    description:
      'The buyer, who gives the code away on delivery. An order that was paid without has its escrow already, and this sets its code.',
    input: NewEscrow,
    output: Escrow,
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/api/escrow',
        dialect: 'data',
        status: 201,
        view: NewEscrowInDocument3,
      },
    ],
  }),
  release: mutation({
    access: 'user',
    summary: 'Release an escrow to the sellers',
    description:
      'Either side, with the release code: a seller for their part, of several sellers once it has been sent; the buyer for all that has been sent, or, where nothing has, for all. Each side may try five codes, then staff decide.',
    input: Release,
    output: Escrow,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT', 'RATE_LIMITED'],
    rest: [
      {
        method: 'POST',
        path: '/api/escrow/{id}/release',
        dialect: 'data',
        view: ReleasedEscrowInDocument3,
      },
    ],
  }),
  dispute: mutation({
    access: 'user',
    summary: 'Dispute an escrow',
    description: 'Either side, while it holds money. Then nothing moves but by staff.',
    input: z.object({
      id: prefixedId('escrow'),
      reason: text(1, 2000).describe('What is wrong, for staff.'),
    }),
    output: Escrow,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/api/escrow/{id}/dispute',
        dialect: 'data',
        view: DisputedEscrowInDocument3,
      },
    ],
  }),
  resolve: mutation({
    access: 'staff',
    summary: 'Decide a disputed escrow',
    description: 'Staff who are a side of the order may not.',
    input: Resolution,
    output: Escrow,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [{ method: 'POST', path: '/api/escrow/{id}/resolve', dialect: 'data' }],
  }),
  watch: subscription({
    access: 'user',
    summary: 'Watch what happens to the escrow of the caller’s orders',
    description:
      'Opened, a step on, released, disputed or decided; the escrow itself is to be read.',
    input: z.object({ lastEventId: lastEventId() }),
    output: EscrowEvent,
  }),
}
