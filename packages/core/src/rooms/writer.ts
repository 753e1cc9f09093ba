import { type Ctx, signedIn } from '../context.ts'
import type { LoggedEvent } from '../events/read-events.ts'

/** Who has caused an event, and where: what somebody does, they see there by themselves. */
export interface RoomWriter {
  readonly userId: number | null
  /** Null for an account's token. */
  readonly session: string | null
  /** The socket; null for what came by none. */
  readonly connection: string | null
}

/** How the log says where the caller writes from. */
export function writerOf(ctx: Ctx): string {
  const { sessionId } = signedIn(ctx)
  return JSON.stringify({ session: sessionId ?? undefined, connection: ctx.connection })
}

export function roomWriterOf({ actorId, data }: LoggedEvent): RoomWriter {
  const { session = null, connection = null } = data as Partial<RoomWriter>
  return { userId: actorId, session, connection }
}
