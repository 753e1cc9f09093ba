import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

/**
 * Who may call a procedure.
 * - `public`: anyone; a credential, good or bad, is not even looked at (log-in, sign-up);
 * - `anyone`: anyone, but a signed-in caller may see more; a bad credential is refused;
 * - `unverified`: any signed-in user, even with an account's token whose second factor is to come;
 * - `user`: any signed-in user; `staff`: staff only.
 */
export type Access = 'public' | 'anyone' | 'unverified' | 'user' | 'staff'

/** The envelope, casing and statuses of one of the documents (see docs/architecture.md). */
export type Dialect = 'plain' | 'entity' | 'data' | 'rooms'

/**
 * How one REST path reaches a procedure. A mutation reached by GET, as document 4 has it, takes a JSON
 * body but no cookie; where a query has the same path, a request with a body is the mutation's.
 */
export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** In OpenAPI's notation; parameters are input fields in the dialect's casing. */
  readonly path: `/${string}`
  readonly dialect: Dialect
  /** Status of success; 200 unless said. */
  readonly status?: number
  /** Whether a result had been made before, so that success is 200 all the same. */
  readonly isThereAlready?: (result: never) => boolean
  /** The document's sentence for success; a function where it names something of the result. */
  readonly message?: string | ((result: never) => string)
  /** The key the result stands under: beside the message, or in the entity. */
  readonly under?: string
  /** What of the result the document shows; the whole of it unless said. */
  readonly view?: z.ZodType
  /** The body is the result alone, without the dialect's envelope. */
  readonly bare?: true
  /** Fields that this path calls otherwise than its dialect would, by their keys. */
  readonly names?: Readonly<Record<string, string>>
  /** Beside the number of a list's entries it says that of its pages, where the dialect does not. */
  readonly countsPages?: true
  /** Where the thing just made can be read: a path whose parameters are fields of the result. */
  readonly location?: `/${string}`
  /** Refusals that the document has other words for than Souk. */
  readonly refusals?: Readonly<Partial<Record<ErrorCode, string>>>
  /** Refusals that this path answers with another status than its dialect does. */
  readonly statuses?: Readonly<Partial<Record<ErrorCode, number>>>
}

/**
 * What calls of signed-in users count for: `calls` are all that have no quota of their own; `chat` is
 * reading conversations, which clients do every two seconds; `messages` are those that are sent, and
 * `roomMessages` those in rooms, of which document 5 allows fewer, as of what its sockets say besides.
 */
export type QuotaName =
  | 'calls'
  | 'chat'
  | 'messages'
  | 'roomMessages'
  | 'typingStarts'
  | 'typingStops'
  | 'pings'

export type Kind = 'query' | 'mutation' | 'subscription'

export interface Procedure<
  K extends Kind = Kind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly kind: K
  readonly access: Access
  readonly summary: string
  readonly description?: string
  readonly input: Input
  readonly output: Output
  /** The refusals this procedure itself can give, beyond those any request can meet. */
  readonly errors?: readonly ErrorCode[]
  /** What it counts for; `calls` unless said. */
  readonly quota?: QuotaName
  /** Opens a session, always or if its token is in the result, or ends it: browsers get or lose a cookie. */
  readonly session?: 'opens' | 'may open' | 'ends'
  /** The answer holds a secret: under an Idempotency-Key only that key can read it again. */
  readonly secret?: true
  readonly rest: readonly RestRoute[]
}

type Declaration<I extends z.ZodType, O extends z.ZodType> = Omit<Procedure<'query', I, O>, 'kind'>

/** Declares a procedure that changes nothing. */
export function query<I extends z.ZodType, O extends z.ZodType>(
  declaration: Declaration<I, O>,
): Procedure<'query', I, O> {
  return { kind: 'query', ...declaration }
}

/** Declares a procedure that changes something; it accepts an Idempotency-Key. */
export function mutation<I extends z.ZodType, O extends z.ZodType>(
  declaration: Declaration<I, O>,
): Procedure<'mutation', I, O> {
  return { kind: 'mutation', ...declaration }
}

/**
 * Declares a stream of events, over tRPC only. `output` is one event. Its input always takes
 * `lastEventId`: the stream then goes on after that event, without a gap or a repetition. Without
 * it, the first that comes is the id of where the stream begins, with `null` for an event; the SDK
 * keeps the id and passes nothing on.
 */
export function subscription<I extends z.ZodType, O extends z.ZodType>(
  declaration: Omit<Declaration<I, O>, 'rest'>,
): Procedure<'subscription', I, O> {
  return { kind: 'subscription', ...declaration, rest: [] }
}

/** A tree of procedures: one branch a domain. */
export interface ContractNode {
  readonly [name: string]: Procedure | ContractNode
}

export function isProcedure(node: Procedure | ContractNode): node is Procedure {
  return typeof node.kind === 'string'
}

/** Every procedure of a contract with its dotted path, depth first. */
export function* procedures(
  node: ContractNode,
  prefix = '',
): Generator<{ path: string; procedure: Procedure }> {
  for (const [name, child] of Object.entries(node)) {
    const path = prefix ? `${prefix}.${name}` : name
    if (isProcedure(child)) yield { path, procedure: child }
    else yield* procedures(child, path)
  }
}
