import {
  AD_STATUSES,
  DELIVERY_STATUSES,
  DEPOSIT_STATUSES,
  DirectEvent,
  ESCROW_STATUSES,
  OFFER_STATUSES,
  ORDER_STATUSES,
  REQUEST_OFFER_STATUSES,
  REQUEST_STATUSES,
  ROOM_OFFER_STATUSES,
  RoomEvent,
  TICKET_STATUSES,
  TRADE_STATUSES,
  UserEvent,
  WITHDRAWAL_STATUSES,
} from '@souk/contract'
import { queues } from '@souk/core'
import type { Client } from 'pg'

/** A day without an answer makes it: the test of upgrades sees to that. */
const TAKES_A_DAY = 'offer.escalated'

/** Only a client that is connected makes it, and none is here. */
const TAKES_A_CLIENT = 'direct.delivered'

const EVENTS: readonly string[] = [
  ...UserEvent.options,
  ...DirectEvent.options,
  ...RoomEvent.options,
].flatMap(({ shape: { type } }) => ('options' in type ? type.options : [...type.values]))

/** What a recording is to hold, each with the query that finds it. A new domain adds its own. */
const WANTED: Readonly<Record<string, readonly [sql: string, values: readonly string[]]>> = {
  trades: ['select distinct status from trades', TRADE_STATUSES],
  ads: ['select distinct status from ads', AD_STATUSES],
  offers: ['select distinct status from offers', OFFER_STATUSES],
  deposits: ['select distinct status from deposits', DEPOSIT_STATUSES],
  withdrawals: ['select distinct status from withdrawals', WITHDRAWAL_STATUSES],
  orders: ['select distinct status from orders', ORDER_STATUSES],
  'orders of more than one seller': [
    'select distinct count(*)::text from order_parts group by order_id',
    ['1', '2'],
  ],
  escrows: ['select distinct status from escrows', ESCROW_STATUSES],
  'ends of disputed escrows': [
    'select distinct resolution from escrows',
    ['resolve_release', 'resolve_refund', 'split'],
  ],
  'offers in rooms': [
    'select distinct status from room_offers',
    ROOM_OFFER_STATUSES.filter((status) => status !== 'expired'),
  ],
  tickets: ['select distinct status from tickets', TICKET_STATUSES],
  requests: ['select distinct status from requests', [...REQUEST_STATUSES, 'DELETED']],
  'offers on requests': ['select distinct status from request_offers', REQUEST_OFFER_STATUSES],
  reports: ['select distinct status from message_reports', ['open', 'actioned']],
  'webhook deliveries': ['select distinct status from webhook_deliveries', DELIVERY_STATUSES],
  mails: ['select distinct status from mails', ['sent', 'unsent']],
  'decisions of disputes': ['select distinct decision from disputes', ['release', 'refund']],
  'jobs to be done': ['select distinct name from pgboss.job', Object.keys(queues)],
  events: [
    'select distinct type from events',
    EVENTS.filter((type) => type !== TAKES_A_DAY && type !== TAKES_A_CLIENT),
  ],
}

/**
 * Guesses and places of readers count for minutes, streams that have grown and what is in the outbox for less
 * than a second, and codes are
 * mailed only by a house that wants addresses verified.
 */
const MAY_BE_EMPTY = [
  'login_failures',
  'email_codes',
  'reader_positions',
  'grown_streams',
  'outbox',
]

/** What a recording should hold and does not, for people to read. */
export async function missing(client: Client): Promise<string[]> {
  const gaps = await emptyTables(client)
  for (const [what, [sql, values]] of Object.entries(WANTED)) {
    const { rows } = await client.query<[string]>({ text: sql, rowMode: 'array' })
    const found = new Set(rows.map(([value]) => value))
    gaps.push(...values.filter((value) => !found.has(value)).map((value) => `${what}: ${value}`))
  }
  return gaps
}

/** The tables in which nothing is, so that no domain goes without a life. */
async function emptyTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
      where relkind = 'r' and relnamespace in ('public'::regnamespace, 'ledger'::regnamespace)
        and relname <> all ($1)
        and query_to_xml(format('select from %s limit 1', oid::regclass), true, true, '')::text = ''`,
    [MAY_BE_EMPTY],
  )
  return rows.map(({ name }) => `rows of ${name}`)
}
