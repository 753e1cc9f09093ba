import type { EscrowEvent, OrderEvent } from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'

/** An entry of a user's stream that concerns what they buy or sell, as the contract shows it. */
export function shopEventOf(logged: LoggedEvent): OrderEvent | EscrowEvent | undefined {
  const { type, data, actorId: byId } = logged
  const at = isoTime(logged.at)
  if (type.startsWith('order.')) {
    const { order, text } = data as Pick<OrderEvent, 'order' | 'text'>
    return { type: type as OrderEvent['type'], at, byId, text, order }
  }
  if (type.startsWith('escrow.')) {
    const { escrow, text } = data as Pick<EscrowEvent, 'escrow' | 'text'>
    return { type: type as EscrowEvent['type'], at, byId, text, escrow }
  }
  return undefined
}
