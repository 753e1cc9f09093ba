import { parseJson, refuseOtherNames, toSoukError, validated } from '@souk/api'
import { SoukError } from '@souk/contract'
import type { Socket } from 'socket.io'
import { MAX_FRAME } from '../accept.ts'
import type { ClientEvent, ClientEvents, Visit } from './client-event.ts'
import type { Line } from './line.ts'
import type { Member } from './member.ts'

/** Bytes that a connection may have sent of what is not worked on yet: a long queue of a client's own is less. */
export const MAX_WAITING = 1024 * 1024

/** What an event is acknowledged with, where its sender asks for that. */
type Answer =
  | { readonly success: true; readonly [more: string]: unknown }
  | { readonly success: false; readonly error: string; readonly [more: string]: unknown }

interface Incoming {
  readonly name: string
  readonly payload: unknown
  /** Bytes, or somewhat less where it is not ASCII. */
  readonly size: number
  readonly acknowledge: ((answer: Answer) => void) | undefined
}

/**
 * Works on what a client sends, one event after another, and no quicker than it reads the answers. Each is acknowledged where that is asked for, once all
 * of it has been done; what nobody knows too, which is ignored otherwise. A refusal is an `error`, or the
 * acknowledgement says it.
 */
export function receive(socket: Socket, member: Member, line: Line, client: ClientEvents): void {
  const { ctx } = line
  let turn = Promise.resolve()
  let waiting = 0
  socket.onAny((name: string, ...said: unknown[]) => {
    const incoming = incomingOf(name, said)
    waiting += incoming.size
    if (waiting > MAX_WAITING) return line.cut()
    turn = turn.then(async () => {
      if (line.isBehind) await line.confirmed()
      await work(incoming)
      waiting -= incoming.size
    })
  })

  async function work({ name, payload, acknowledge }: Incoming): Promise<void> {
    if (!socket.connected) return
    const event = Object.hasOwn(client.events, name) ? client.events[name] : undefined
    await member.visit(async (visit) => {
      try {
        const more = event && (await perform(visit, event, payload))
        acknowledge?.({ success: true, ...more })
      } catch (thrown) {
        // What an operation refuses has been reported, if it was a fault of ours.
        if (!(thrown instanceof SoukError)) ctx.report(thrown)
        refuse(toSoukError(thrown), payload, acknowledge)
      }
    })
  }

  async function perform(
    visit: Visit,
    event: ClientEvent,
    given: unknown,
  ): Promise<object | undefined> {
    const payload = bounded(given)
    if (!event.isForStrangers) {
      refuseOtherNames(visit.user, callerNamed(payload, client))
      if (event.quota && (await isBeyond(visit, event.quota))) return undefined
    }
    return event.handle(visit, validated(event.payload, payload))
  }

  async function isBeyond(
    { user }: Visit,
    { name, beyond }: NonNullable<ClientEvent['quota']>,
  ): Promise<boolean> {
    const quota = await ctx.limiter.take(user, ctx.core.address, name)
    if (!quota?.exceeded) return false
    if (beyond === 'refuse') throw new SoukError('RATE_LIMITED', 'Rate limit exceeded')
    return true
  }

  function refuse(error: SoukError, payload: unknown, acknowledge: Incoming['acknowledge']): void {
    const message = client.inWords(error, payload)
    if (client.tellsTwice || !acknowledge) socket.emit('error', { message })
    acknowledge?.({ success: false, error: message, ...clientIdIn(payload, client) })
  }
}

/** What a packet has: its argument, and perhaps that it is to be acknowledged. */
function incomingOf(name: string, said: readonly unknown[]): Incoming {
  const last = said.at(-1)
  const acknowledge = typeof last === 'function' ? (last as (answer: Answer) => void) : undefined
  const payload = last === said[0] && acknowledge ? undefined : said[0]
  return { name, payload, size: sizeOf(payload), acknowledge }
}

function sizeOf(payload: unknown): number {
  try {
    return JSON.stringify(payload)?.length ?? 0
  } catch {
    return MAX_FRAME // nested too deep to be written, and no more than a frame has
  }
}

/**
 * An argument that is no larger than a body may be, and nothing but JSON.
 * @throws MALFORMED_REQUEST
 */
function bounded(payload: unknown): unknown {
  let text: string | undefined
  try {
    text = JSON.stringify(payload)
  } catch (cause) {
    throw new SoukError('MALFORMED_REQUEST', 'The payload is nested too deep', { cause })
  }
  return text === undefined ? undefined : parseJson(text, 'The payload')
}

/** How a payload calls its sender; a name that is empty names nobody. */
function callerNamed(payload: unknown, { callerField }: ClientEvents): Record<string, unknown> {
  const name = callerField === undefined ? undefined : fieldOf(payload, callerField)
  return callerField === undefined || name === '' ? {} : { [callerField]: name }
}

/** The longest name that is given back: what is longer is no name. */
const LONGEST = 100

function clientIdIn(payload: unknown, { clientIdField }: ClientEvents): Record<string, string> {
  const id = clientIdField === undefined ? undefined : fieldOf(payload, clientIdField)
  const isName = clientIdField !== undefined && typeof id === 'string' && id.length <= LONGEST
  return isName && id !== '' ? { [clientIdField]: id } : {}
}

function fieldOf(payload: unknown, field: string): unknown {
  const isObject = typeof payload === 'object' && payload !== null && Object.hasOwn(payload, field)
  return isObject ? Reflect.get(payload, field) : undefined
}
