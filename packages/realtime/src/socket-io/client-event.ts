import type { QuotaName, SoukError } from '@souk/contract'
import type { SignedIn } from '@souk/core'
import type { z } from 'zod'

/** Somebody's connection to a namespace, while one of their events is worked on. */
export interface Visit {
  /**
   * Whose it is.
   * @throws AUTHENTICATION_REQUIRED for a stranger
   */
  readonly user: SignedIn
  readonly clock: () => Date
  /** Calls an operation as whoever it is; what that records names this connection. */
  call<Result>(path: string, input: unknown): Promise<Result>
  /** Tells this connection alone. */
  tell(event: string, data: object): void
  /** Up to where they have been told of a stream; where it ends now, if they do not hear it. */
  position(stream: string): Promise<number>
  /**
   * Has them hear a stream, from that place on, once this event has been answered; and again when they come back.
   * @throws LIMIT_EXCEEDED
   */
  join(stream: string, after: number): Promise<void>
  leave(stream: string): Promise<void>
  /**
   * Makes the connection belong to whoever shows a credential, once this event has been answered.
   * @throws SoukError
   */
  authenticate(shown: unknown): Promise<void>
}

/** An event that clients of a namespace may send; it carries one argument. */
export interface ClientEvent<Payload = unknown> {
  /** What the argument is to be. */
  readonly payload: z.ZodType<Payload>
  /** Whether connections may send it that have shown no credential. */
  readonly isForStrangers?: true
  /** What it is taken from, besides what it calls; beyond that it is refused, or passed over in silence. */
  readonly quota?: { readonly name: QuotaName; readonly beyond: 'refuse' | 'ignore' }
  /**
   * Does what it asks for.
   * @returns what is acknowledged, besides that it went well
   * @throws SoukError
   */
  handle(visit: Visit, payload: Payload): Promise<object | undefined>
}

/** Holds an event's handler to what the event carries. */
export const clientEvent = <Payload>(event: ClientEvent<Payload>): ClientEvent =>
  event as ClientEvent<never> as ClientEvent

/** What clients may send to a namespace, and how it refuses. */
export interface ClientEvents {
  readonly events: Readonly<Record<string, ClientEvent>>
  /** The field of a payload in which its sender may name themself, and nobody else. */
  readonly callerField?: string
  /** The field by which a client knows again what it has sent: it comes back with a refusal. */
  readonly clientIdField?: string
  /** How a refusal reads. */
  inWords(error: SoukError, payload: unknown): string
  /** Whether an `error` tells what an acknowledgement says already. */
  readonly tellsTwice: boolean
}
