import { MAX_BATCH, SUBSCRIPTIONS } from '@souk/api'
import { contract, type Procedure, procedures } from '@souk/contract'
import { z } from 'zod'
import { OF_REQUESTS } from '../security.ts'
import type { Message, Socket } from '../socket.ts'
import {
  ConnectionParams,
  Refused,
  Started,
  Stop,
  Stopped,
  subscribing,
  telling,
} from './trpc-frames.ts'

/** The socket of tRPC: each subscription of the contract is a message that asks for it and one that it brings. */
export function describedTrpc(): Socket {
  const subscriptions = [...procedures(contract)].filter(
    ({ procedure }) => procedure.kind === 'subscription',
  )
  return {
    id: 'trpc',
    title: 'tRPC subscriptions',
    description: `What the SDK (\`@souk/client\`) subscribes to, as tRPC’s WebSocket protocol has it: a client chooses an \`id\`, asks for a procedure by its \`path\`, and hears its events under that \`id\`. A frame may also be a list of up to ${MAX_BATCH} calls. Everything that is no subscription goes over HTTP. A stream first says where it begins, with \`null\` for an event; whoever is cut off subscribes again with the last id as \`lastEventId\`, and hears what came after it, without a gap or a repetition.`,
    places: [{ server: 'main', address: '/trpc' }],
    credentials: [...OF_REQUESTS, 'connectionParams'],
    isForStrangers: true,
    query: {
      connectionParams: {
        type: 'string',
        enum: ['1'],
        description: 'The first frame shows the token.',
      },
    },
    sends: [...subscriptions.map(subscribe), ...CONTROLS],
    hears: [...subscriptions.map(told), ...SIGNS],
    limits: [
      { what: 'Calls in a frame', most: MAX_BATCH, beyond: 'Closed with 1008.' },
      {
        what: 'Subscriptions of a connection; the same one only once',
        most: SUBSCRIPTIONS.ofSocket,
        beyond: 'The call is refused.',
      },
      {
        what: 'Subscriptions of a user, on all their connections to a process',
        most: SUBSCRIPTIONS.ofUser,
        beyond: 'The call is refused.',
      },
    ],
  }
}

interface Subscription {
  readonly path: string
  readonly procedure: Procedure
}

function subscribe({ path, procedure }: Subscription): Message {
  const { summary, description, errors = [] } = procedure
  const refusals = errors.length > 0 && `Refused with ${errors.join(', ')}.`
  return {
    name: path,
    summary: [`${summary}.`, description, refusals].filter(Boolean).join(' '),
    schema: subscribing(path, procedure),
    answers: ['started', path, 'stopped', 'error'],
  }
}

function told({ path, procedure }: Subscription): Message {
  return { name: path, summary: `An event of \`${path}\`.`, schema: telling(procedure) }
}

const CONTROLS: readonly Message[] = [
  {
    name: 'connectionParams',
    summary: 'Shows the token: the first frame where the address has `?connectionParams=1`.',
    schema: ConnectionParams,
  },
  {
    name: 'subscription.stop',
    summary: 'Wants to hear no more of a subscription.',
    schema: Stop,
    answers: ['stopped'],
  },
  {
    name: 'PING',
    summary: 'Asks whether the line is up.',
    schema: z.literal('PING'),
    contentType: 'text/plain',
    answers: ['PONG'],
  },
]

const SIGNS: readonly Message[] = [
  { name: 'started', summary: 'The subscription has begun.', schema: Started },
  {
    name: 'stopped',
    summary: 'The subscription has ended: it was stopped, or there is nothing more to be told.',
    schema: Stopped,
  },
  { name: 'error', summary: 'A call was refused, or its stream broke off.', schema: Refused },
  {
    name: 'PONG',
    summary: 'The line is up.',
    schema: z.literal('PONG'),
    contentType: 'text/plain',
  },
]
