import { REQUEST_OFFER_STATUSES, REQUEST_STATUSES } from '@souk/contract'
import { expect, test } from 'vitest'
import {
  REQUEST_ACTIONS,
  REQUEST_OFFER_ACTIONS,
  REQUEST_OFFER_ROLES,
  REQUEST_OFFER_TRANSITIONS,
  REQUEST_ROLES,
  REQUEST_TRANSITIONS,
} from './transitions.ts'

interface Rule {
  readonly action: string
  readonly from: string
  readonly by: string
  readonly to: string
}

/** A line for each action and role: where each status leads, in their order. */
function matrix(
  rules: readonly Rule[],
  actions: readonly string[],
  roles: readonly string[],
  statuses: readonly string[],
): Record<string, string> {
  const cell = (action: string, by: string, from: string) => {
    const fitting = rules.filter((r) => r.action === action && r.by === by && r.from === from)
    expect(fitting.length).toBeLessThan(2)
    return fitting[0]?.to ?? '-'
  }
  const lines = actions.flatMap((action) =>
    roles.map((by) => [
      `${action} by ${by}`,
      statuses.map((from) => cell(action, by, from)).join(' '),
    ]),
  )
  return Object.fromEntries(lines.filter(([, line]) => /[A-Z]/.test(line ?? '')))
}

test('of a request nothing else can become', () => {
  const all = matrix(REQUEST_TRANSITIONS, REQUEST_ACTIONS, REQUEST_ROLES, REQUEST_STATUSES)
  expect(all).toEqual({
    'fulfil by asker': 'FULFILLED - - -',
    'close by asker': 'CLOSED - - -',
    'close by staff': 'CLOSED - - -',
    'reopen by asker': '- - OPEN OPEN',
    'expire by system': 'EXPIRED - - -',
    'delete by asker': 'DELETED DELETED DELETED DELETED',
    'delete by staff': 'DELETED DELETED DELETED DELETED',
  })
})

test('an offer is answered once, by whoever has asked, or taken back by whoever has made it', () => {
  const all = matrix(
    REQUEST_OFFER_TRANSITIONS,
    REQUEST_OFFER_ACTIONS,
    REQUEST_OFFER_ROLES,
    REQUEST_OFFER_STATUSES,
  )
  expect(all).toEqual({
    'accept by asker': 'ACCEPTED - - -',
    'reject by asker': 'REJECTED - - -',
    'withdraw by seller': 'WITHDRAWN - - -',
  })
})
