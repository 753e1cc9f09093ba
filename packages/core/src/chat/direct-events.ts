import type { DirectEvent } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { type MessageRow, type StoredMessage, showMessage } from '../conversations/kind.ts'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'
import { type AboutDirect, directMessageOf } from './direct-chat.ts'

/** What is recorded when somebody has read, or messages have reached them: they are the `sender` there. */
interface MovedMark extends AboutDirect {
  readonly userId: number
  readonly upTo: number
}

/** An entry of a user's chat stream as the contract shows it; undefined for one of a newer Souk. */
export function directEventOf(
  ctx: Pick<Ctx, 'origin'>,
  { type, data, at }: LoggedEvent,
): DirectEvent | undefined {
  switch (type) {
    case 'direct.message':
    case 'direct.message_deleted': {
      const show = (row: StoredMessage & AboutDirect) => directMessageOf(ctx, row)
      const message = showMessage({ show }, data as MessageRow<AboutDirect>)
      return { type, at: isoTime(at), message }
    }
    case 'direct.read':
    case 'direct.delivered': {
      const { threadId, userId, upTo, sender } = data as MovedMark
      return { type, at: isoTime(at), threadId, userId, userUuid: sender.uuid, upTo }
    }
    default:
      return undefined
  }
}
