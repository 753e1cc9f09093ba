import type { RoomMessage } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { isoTimeOrNull } from '../iso-time.ts'
import { type OfferRow, offerOf } from './room-message.ts'

interface StateRow {
  readonly id: number
  readonly readAt: string | null
  readonly offer: OfferRow | null
}

const selectStates = statement<StateRow>(
  'room-message-states',
  `select m.id,
          (select read_at from room_reads
            where room_id = r.id and user_id = other_side(r, m.sender_id) and up_to >= m.id
            order by up_to limit 1) as "readAt",
          case when m.type = 'offer' then (
            select to_jsonb(v) - array['id', 'room_id'] from room_offer_view v where v.id = m.id) end as offer
     from rooms r, messages m where r.id = $1 and m.id = any ($2::bigint[])`,
)

/** Messages with what has become of them: who has read them, and how offers stand. */
export async function asTheyAre<Message extends RoomMessage>(
  ctx: Ctx,
  roomId: number,
  messages: readonly Message[],
): Promise<Message[]> {
  if (messages.length === 0) return []
  const rows = await ctx.db.query(selectStates, [roomId, messages.map(({ id }) => id)])
  const states = new Map(rows.map((row) => [row.id, row]))
  return messages.map((message) => {
    const { readAt = null, offer = null } = states.get(message.id) ?? {}
    return {
      ...message,
      isRead: readAt !== null,
      readAt: isoTimeOrNull(readAt),
      offer: offer && offerOf(message.id, offer, message.messageData),
    }
  })
}
