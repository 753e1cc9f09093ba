import type { Ctx } from '../context.ts'
import type { User } from './entities.ts'

/** The context in which a member of staff does something before they have a session, or without. */
export function asStaff(ctx: Ctx, { id, uuid }: User): Ctx {
  return { ...ctx, actor: { kind: 'staff', userId: id, uuid, sessionId: '' } }
}
