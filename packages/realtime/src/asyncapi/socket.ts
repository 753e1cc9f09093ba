import type { z } from 'zod'
import type { JsonSchema } from './json-schema.ts'
import type { SecurityScheme } from './security.ts'

/** What the document says of a message beside its schema. */
export interface MessageWords {
  readonly summary: string
  /** Which of the messages that are heard answer it. */
  readonly answers?: readonly string[]
  /** What it is acknowledged with, where the protocol has that. */
  readonly acknowledgement?: z.ZodType
}

/** One kind of message, as one side sends it. */
export interface Message extends MessageWords {
  /** How it is told from others. */
  readonly name: string
  readonly schema: z.ZodType
  /** JSON unless said. */
  readonly contentType?: 'text/plain'
}

/** How many of something there may be. */
export interface Limit {
  readonly what: string
  readonly most: number
  /** What else there is to know, and what happens beyond. */
  readonly beyond: string
}

/** A place where a socket stands. */
export interface Place {
  readonly server: 'main' | 'tradeChat' | 'socketIo'
  readonly address: `/${string}`
}

/** One socket as its clients see it. */
export interface Socket {
  /** Its key in the document. */
  readonly id: string
  readonly title: string
  readonly description: string
  /** Where it stands; the same everywhere. */
  readonly places: readonly [Place, ...Place[]]
  /** How its clients may show who they are. */
  readonly credentials: readonly SecurityScheme[]
  /** Whether somebody may come without a credential. */
  readonly isForStrangers: boolean
  readonly sends: readonly Message[]
  readonly hears: readonly Message[]
  readonly limits: readonly Limit[]
  /** What its address may carry besides a token. */
  readonly query?: Readonly<Record<string, JsonSchema>>
}

interface Union<Frame> extends z.ZodType<unknown, Frame> {
  readonly options: readonly z.core.$ZodType[]
}

/**
 * The messages of a socket that tells them from each other by one field: each option of the schema that it
 * reads or writes them with, and words for every one.
 */
export function framesOf<Key extends string, Frame extends Readonly<Record<Key, string>>>(
  key: Key,
  { options }: Union<Frame>,
  words: { readonly [Name in Frame[Key]]: MessageWords },
): Message[] {
  return options.map((option) => {
    const schema = option as z.ZodObject
    const name = (schema.shape[key] as z.ZodLiteral<Frame[Key]>).value
    return { name, schema, ...words[name] }
  })
}

/** Events of a namespace of Socket.IO, one way: the schema of what each carries, and words for every one. */
export function eventsOf<Events extends Readonly<Record<string, z.ZodType>>>(
  events: Events,
  words: { readonly [Name in keyof Events]: MessageWords },
): Message[] {
  return Object.entries(events).map(([name, schema]) => {
    const said = words[name] as MessageWords
    return { name, schema, ...said }
  })
}
