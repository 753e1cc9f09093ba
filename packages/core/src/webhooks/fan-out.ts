import { type UserEvent, WEBHOOKS, type WebhookEventName, webhookEventName } from '@souk/contract'
import { isUnavailable, row, statement } from '@souk/database'
import type { Ctx, SignedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { settleGrownStream, takeGrownStreams } from '../events/grown-streams.ts'
import { type LoggedEvent, readEvents } from '../events/read-events.ts'
import { userOfStream } from '../events/streams.ts'
import { bodyOf } from './body-of.ts'
import { giveUpAfter } from './tries.ts'

/** Streams that are taken at once, and events of one that are read at once. */
const STREAMS = 20
const EVENTS = 50

/** What fan-out knows of the domains. */
export interface Sources {
  /** How each shows an entry of a user's stream. */
  readonly eventsOf: readonly ((logged: LoggedEvent) => UserEvent | undefined)[]
  /** How what events only name is read by its user, by the field of the event. */
  readonly resources: Readonly<Record<string, (ctx: Ctx, what: { id: number }) => Promise<object>>>
}

/** What was done, and which events this version could not tell. */
export interface FannedOut {
  readonly streams: number
  readonly faults: readonly unknown[]
}

interface Follower {
  readonly seq: number
  readonly uuid: string
  readonly isStaff: boolean
  readonly isActive: boolean
  readonly endpoints: readonly Endpoint[] | null
}

interface Endpoint {
  readonly id: number
  readonly events: readonly string[]
  readonly afterSeq: number
}

/** Something an endpoint is to be told. */
interface Told {
  readonly endpoint: number
  readonly seq: number
  readonly event: WebhookEventName
  readonly body: string
}

const selectFollower = statement<Follower>(
  'webhook-follower',
  `select f.seq, u.uuid, u.is_staff as "isStaff", u.is_active as "isActive", (
     select jsonb_agg(jsonb_build_object('id', e.id, 'events', e.events, 'afterSeq', e.after_seq))
       from webhook_endpoints e
      where e.user_id = u.id and e.off_reason is null and e.deleted_at is null) as endpoints
     from webhook_followers f join users u on u.id = f.user_id
    where f.user_id = $1 and f.seq is not null`,
)

const tellFunction = dbFunction(
  'tell_webhooks',
  ['user', 'from', 'to', 'told', 'giveUp'],
  row<{ tell_webhooks: null }>(),
)

const restFunction = dbFunction('rest_from_webhooks', ['user'], row<{ rest_from_webhooks: null }>())

/**
 * Makes what reads on in the streams of users who have endpoints, where those have grown, and writes what
 * each endpoint is to be told. A process that dies in between has written all of a part or nothing of it,
 * and another reads that part again.
 */
export function createFanOut(sources: Sources) {
  return async (ctx: Ctx): Promise<FannedOut> => {
    const streams = await takeGrownStreams(ctx, STREAMS)
    const done = await Promise.allSettled(
      streams.map((stream) => fanOutStream(ctx, stream, sources)),
    )
    // One whose user's events cannot be told holds up nobody else's.
    const faults = done.flatMap((one) => (one.status === 'fulfilled' ? one.value : [one.reason]))
    const outage = faults.find(isUnavailable)
    if (outage) throw outage
    return { streams: streams.length, faults }
  }
}

/** @returns why events were passed over */
async function fanOutStream(ctx: Ctx, stream: string, sources: Sources): Promise<unknown[]> {
  const user = userOfStream(stream)
  const [follower] = await ctx.db.query(selectFollower, [user])
  if (!follower?.endpoints) {
    await call(ctx, restFunction, { user })
    await settleGrownStream(ctx, stream, Number.MAX_SAFE_INTEGER)
    return []
  }
  const events = await readEvents(ctx.db, stream, follower.seq, EVENTS)
  const to = events.at(-1)?.seq ?? follower.seq
  const faults: unknown[] = []
  const told: Told[] = []
  for (const logged of follower.isActive ? events : []) {
    try {
      told.push(...(await toldOf(asUser(ctx, user, follower), logged, follower.endpoints, sources)))
    } catch (error) {
      // What cannot be told now cannot be later, unless it was the database that failed.
      if (isUnavailable(error)) throw error
      faults.push(new Untellable(`${stream} ${logged.seq} cannot be told`, { cause: error }))
    }
  }
  const giveUp = giveUpAfter(ctx.clock())
  const values = { user, from: follower.seq, to, told: JSON.stringify(told), giveUp }
  await call(ctx, tellFunction, values)
  await settleGrownStream(ctx, stream, to)
  return faults
}

function asUser(ctx: Ctx, userId: number, { uuid, isStaff }: Follower): Ctx {
  const kind: SignedIn['kind'] = isStaff ? 'staff' : 'user'
  return { ...ctx, actor: { kind, userId, uuid, sessionId: null } }
}

/** What this version makes nothing of. */
class Untellable extends Error {
  override readonly name = 'Untellable'
}

/** What endpoints are told of an entry of their user's stream. */
async function toldOf(
  ctx: Ctx,
  logged: LoggedEvent,
  endpoints: readonly Endpoint[],
  { eventsOf, resources }: Sources,
): Promise<Told[]> {
  const { seq } = logged
  const event = eventOf(logged, eventsOf)
  const name = event && webhookEventName(event.type)
  if (!name) return []
  const listening = endpoints.filter(
    ({ events, afterSeq }) => afterSeq < seq && events.includes(name),
  )
  if (listening.length === 0) return []
  const { about } = WEBHOOKS[name]
  const told = new Map(Object.entries(event)).get(about)
  const body = bodyOf(ctx, name, event.at, await whole(ctx, told, resources[about]))
  return listening.map(({ id: endpoint }) => ({ endpoint, seq, event: name, body }))
}

function eventOf(logged: LoggedEvent, eventsOf: Sources['eventsOf']): UserEvent | undefined {
  for (const show of eventsOf) {
    const event = show(logged)
    if (event) return event
  }
  return undefined
}

/**
 * All of what an event is about. Where the event only names it, as it is now, but in the state that the
 * event tells of: that may be over.
 */
async function whole(
  ctx: Ctx,
  told: unknown,
  read: Sources['resources'][string] | undefined,
): Promise<unknown> {
  if (!read) return told
  const { id, status } = told as { id: number; status: string }
  return { ...(await read(ctx, { id })), status }
}
