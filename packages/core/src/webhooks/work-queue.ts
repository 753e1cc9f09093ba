import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { openSecret } from './secret.ts'
import type { WebhookAnswer } from './sender.ts'
import { plainHeaders, signatures } from './sign.ts'
import { ENDPOINT_PATIENCE, waitAfter } from './tries.ts'
import { messageIdOf, secondsOf } from './webhook-of.ts'

/** Sent to one endpoint at once, and in a round at most. */
const AT_ONCE = 10
const A_ROUND = 50
/** Queues that a user's endpoints may have under way, on all processes. */
const EACH = 4
/** Milliseconds after which somebody else takes a queue of which nothing has been heard. */
const LEASE = 15_000
/** Milliseconds after which nothing more is sent in a round. */
const A_WHILE = 1000
/** Milliseconds after which a queue is given back, though it has more, for those that wait. */
const SLICE = 2000
/** An answer that takes as many milliseconds is slow. */
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
  /** Nothing has arrived there since something did not. */
  readonly isFailing: boolean
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

const keepFunction = dbFunction(
  'keep_webhook_queues',
  ['endpoints', 'until'],
  row<{ keep_webhook_queues: null }>(),
)

const later = (ctx: Ctx, milliseconds: number) => new Date(ctx.clock().getTime() + milliseconds)

/**
 * Takes queues of endpoints in which something is due, of one user after another, and of none more than a few. What was slow
 * to answer, or did not, the last time is taken apart from the rest, and what has never been tried with it.
 */
export async function takeWebhookQueues(ctx: Ctx, slow: boolean, most: number): Promise<number[]> {
  if (most <= 0) return []
  const values = { slow, most, each: EACH, until: later(ctx, LEASE) }
  return (await call(ctx, takeFunction, values)).taken ?? []
}

/** Says that queues which were taken are still worked on. To be called every few seconds. */
export async function keepWebhookQueues(ctx: Ctx, endpoints: readonly number[]): Promise<void> {
  if (endpoints.length === 0) return
  await call(ctx, keepFunction, { endpoints, until: later(ctx, LEASE) })
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
  let slow = false
  try {
    while (!slow && !signal.aborted && performance.now() < end) {
      const round = await workRound(ctx, endpoint, signal)
      if (round.isLast) break
      slow = round.isSlow
    }
  } finally {
    await call(ctx, leaveFunction, { endpoint, slow })
  }
}

async function workRound(ctx: Ctx, id: number, signal: AbortSignal): Promise<Round> {
  const values = { endpoint: id, most: A_ROUND, until: later(ctx, LEASE) }
  const { endpoint, due } = await call(ctx, nextFunction, values)
  if (!endpoint?.isOn) {
    await call(ctx, dropFunction, { endpoint: id, error: 'The webhook is off', most: DROPPED })
    return { isLast: true, isSlow: false }
  }
  if (!due) return { isLast: true, isSlow: false }
  const tried = await sendAll(ctx, endpoint, due, signal)
  // What was cut off says nothing of the endpoint.
  if (signal.aborted) return { isLast: true, isSlow: false }
  const answers = tried.map(({ answer }) => answer)
  await call(ctx, recordFunction, {
    endpoint: id,
    tries: JSON.stringify(tried.map((one) => tryOf(ctx, endpoint, one))),
    arrived: answers.some(({ error }) => error === null),
    gone: answers.some(({ status }) => status === GONE),
    patience: ENDPOINT_PATIENCE,
  })
  return { isLast: false, isSlow: answers.some(isSlow) }
}

/** Who answers so is not sent more in this round. */
const isSlow = ({ error, milliseconds }: WebhookAnswer) => error !== null || milliseconds >= SLOW

interface Tried {
  readonly due: Due
  readonly sentAt: Date
  readonly answer: WebhookAnswer
}

/**
 * Sends what is due, some at a time, for a while, or until an answer is slow or a failure: the rest is due
 * still. Where nothing has arrived lately, one goes first.
 */
async function sendAll(
  ctx: Ctx,
  endpoint: Endpoint,
  due: readonly Due[],
  signal: AbortSignal,
): Promise<Tried[]> {
  const secrets = secretsOf(ctx, endpoint)
  const left = [...due].reverse()
  const tried: Tried[] = []
  const end = performance.now() + A_WHILE
  let goesOn = true
  const sendNext = async () => {
    const next = left.pop()
    if (!next) return
    const sentAt = ctx.clock()
    const answer = await send(ctx, { endpoint, secrets, due: next, sentAt }, signal)
    tried.push({ due: next, sentAt, answer })
    if (isSlow(answer)) goesOn = false
  }
  const sendSome = async () => {
    while (goesOn && left.length > 0 && performance.now() < end) await sendNext()
  }
  if (endpoint.isFailing) await sendNext()
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome))
  return tried
}

function secretsOf({ settings }: Ctx, endpoint: Endpoint): string[] {
  const { userId, secret, previousSecret } = endpoint
  return [secret, previousSecret]
    .filter((sealed) => sealed !== null)
    .map((sealed) => openSecret(settings, userId, Buffer.from(sealed, 'base64')))
    .filter((opened) => opened !== undefined)
}

interface Sending {
  readonly endpoint: Endpoint
  readonly secrets: readonly string[]
  readonly due: Due
  readonly sentAt: Date
}

async function send(
  { webhooks }: Ctx,
  { endpoint, secrets, due, sentAt }: Sending,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  if (secrets.length === 0) {
    const error = 'The secret cannot be read any more: give the webhook another'
    return { status: null, body: '', error, milliseconds: 0 }
  }
  const { body } = due
  const message = { id: messageIdOf(due.messageId), timestamp: secondsOf(sentAt), body }
  const headers = { ...plainHeaders(message), ...signatures(message, secrets) }
  return webhooks.send({ url: endpoint.url, headers, body }, signal)
}

function tryOf(ctx: Ctx, { url }: Endpoint, { due, sentAt, answer }: Tried): Try {
  const { id, giveUpAt } = due
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
