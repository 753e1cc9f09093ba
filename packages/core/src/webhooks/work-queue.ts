import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { openSecret } from './secret.ts'
import type { WebhookAnswer } from './sender.ts'
import { plainHeaders, signatures } from './sign.ts'
import { ENDPOINT_PATIENCE, waitAfter } from './tries.ts'
import { messageIdOf, secondsOf } from './webhook-of.ts'

/** Sent to one endpoint at once. */
const AT_ONCE = 10
/** Queues that a user's endpoints may have under way, on all processes. */
const EACH = 4
/** Milliseconds after which somebody else takes a queue: a round takes a third of it at most. */
const LEASE = 40_000
/** Milliseconds after which a queue is given back, though it has more, for those that wait. */
const SLICE = 20_000
/** A round that takes as many milliseconds is slow. */
const SLOW = 2000
/** Given up at once for an endpoint that is off. */
const DROPPED = 1000

const GONE = 410

interface Endpoint {
  readonly userId: number
  readonly url: string
  /** Sealed, in Base64. */
  readonly secret: string
  readonly previousSecret: string | null
  /** Neither switched off nor deleted, and its owner may act. */
  readonly isOn: boolean
}

interface Due {
  readonly id: number
  readonly messageId: string
  readonly body: string
  readonly attempts: number
  readonly giveUpAt: string
}

/** How a try went, as `record_webhook_tries` takes it. */
interface Try {
  readonly id: number
  readonly status: 'pending' | 'delivered' | 'failed'
  readonly next_attempt_at: string | null
  readonly url: string
  readonly response_status: number | null
  readonly response_body: string | null
  readonly error: string | null
  readonly duration_ms: number
  readonly attempted_at: string
}

const takeFunction = dbFunction(
  'take_webhook_queues',
  ['slow', 'most', 'each', 'until'],
  row<{ taken: number[] | null }>(),
)
const nextFunction = dbFunction(
  'next_webhook_round',
  ['endpoint', 'most', 'until'],
  row<{ endpoint: Endpoint | null; due: Due[] | null }>(),
)
const recordFunction = dbFunction(
  'record_webhook_tries',
  ['endpoint', 'tries', 'arrived', 'gone', 'patience'],
  row<{ streams: string[] | null }>(),
)
const dropFunction = dbFunction(
  'drop_webhook_deliveries',
  ['endpoint', 'error', 'most'],
  row<{ drop_webhook_deliveries: null }>(),
)
const leaveFunction = dbFunction(
  'leave_webhook_queue',
  ['endpoint', 'slow'],
  row<{ leave_webhook_queue: null }>(),
)

const later = (ctx: Ctx, milliseconds: number) => new Date(ctx.clock().getTime() + milliseconds)

/**
 * Takes queues of endpoints in which something is due, those that have waited longest, and of no user more
 * than a few. What was slow to answer, or did not, the last time is taken apart from the rest.
 */
export async function takeWebhookQueues(ctx: Ctx, slow: boolean, most: number): Promise<number[]> {
  if (most <= 0) return []
  const values = { slow, most, each: EACH, until: later(ctx, LEASE) }
  return (await call(ctx, takeFunction, values)).taken ?? []
}

/** How a round of tries went. */
interface Round {
  /** Nothing was due. */
  readonly isLast: boolean
  readonly isSlow: boolean
}

/**
 * Sends what is due in a queue that was taken, some at a time, for a while, and gives the queue back.
 * Nothing is held while it is sent. What `signal` cuts off will be tried again.
 */
export async function workWebhookQueue(
  ctx: Ctx,
  endpoint: number,
  signal: AbortSignal,
): Promise<void> {
  const end = performance.now() + SLICE
  let isSlow = false
  try {
    while (!signal.aborted && performance.now() < end) {
      const round = await workRound(ctx, endpoint, signal)
      if (round.isLast) break
      isSlow = round.isSlow
      if (isSlow) break
    }
  } finally {
    await call(ctx, leaveFunction, { endpoint, slow: isSlow })
  }
}

async function workRound(ctx: Ctx, id: number, signal: AbortSignal): Promise<Round> {
  const values = { endpoint: id, most: AT_ONCE, until: later(ctx, LEASE) }
  const { endpoint, due } = await call(ctx, nextFunction, values)
  if (!endpoint?.isOn) {
    await call(ctx, dropFunction, { endpoint: id, error: 'The webhook is off', most: DROPPED })
    return { isLast: true, isSlow: false }
  }
  if (!due) return { isLast: true, isSlow: false }
  const sentAt = ctx.clock()
  const answers = await Promise.all(due.map((one) => send(ctx, endpoint, one, sentAt, signal)))
  // What was cut off says nothing of the endpoint.
  if (signal.aborted) return { isLast: true, isSlow: false }
  const tries = due.flatMap((one, i) => {
    const answer = answers[i]
    return answer ? [tryOf(ctx, endpoint, { ...one, sentAt }, answer)] : []
  })
  const arrived = answers.some(({ error }) => error === null)
  await call(ctx, recordFunction, {
    endpoint: id,
    tries: JSON.stringify(tries),
    arrived,
    gone: answers.some(({ status }) => status === GONE),
    patience: ENDPOINT_PATIENCE,
  })
  const longest = Math.max(...answers.map(({ milliseconds }) => milliseconds))
  return { isLast: false, isSlow: !arrived || longest >= SLOW }
}

function send(
  ctx: Ctx,
  endpoint: Endpoint,
  due: Due,
  sentAt: Date,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const { url, userId } = endpoint
  const secrets = [endpoint.secret, endpoint.previousSecret]
    .filter((sealed) => sealed !== null)
    .map((sealed) => openSecret(ctx.settings, userId, Buffer.from(sealed, 'base64')))
    .filter((secret) => secret !== undefined)
  if (secrets.length === 0) {
    const error = 'The secret cannot be read any more: give the webhook another'
    return Promise.resolve({ status: null, body: '', error, milliseconds: 0 })
  }
  const { body } = due
  const message = {
    id: messageIdOf(due.messageId),
    timestamp: secondsOf(sentAt),
    body,
  }
  const headers = { ...plainHeaders(message), ...signatures(message, secrets) }
  return ctx.webhooks.send({ url, headers, body }, signal)
}

function tryOf(
  ctx: Ctx,
  { url }: Endpoint,
  { id, giveUpAt, sentAt }: Due & { sentAt: Date },
  answer: WebhookAnswer,
): Try {
  const now = ctx.clock()
  const { status, error } = answer
  const wait = status === GONE ? undefined : waitAfter(now, new Date(giveUpAt), Math.random())
  const isAgain = error !== null && wait !== undefined
  return {
    id,
    status: error === null ? 'delivered' : isAgain ? 'pending' : 'failed',
    next_attempt_at: isAgain ? new Date(now.getTime() + wait).toISOString() : null,
    url,
    response_status: status,
    response_body: status === null ? null : answer.body,
    error,
    duration_ms: Math.round(answer.milliseconds),
    attempted_at: sentAt.toISOString(),
  }
}
