import type { RoomMessage } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { type MessageRow, showMessage } from '../conversations/kind.ts'
import { call, dbFunction } from '../db-function.ts'
import { eurRate } from '../shop/products/product-of.ts'
import { asTheyAre } from './message-states.ts'
import { roomRefused } from './refusals.ts'
import { type AboutRoom, roomMessageOf } from './room-message.ts'
import { writerOf } from './writer.ts'

export interface PostedRow {
  readonly outcome: string
  readonly message: MessageRow<AboutRoom> | null
  readonly is_new: boolean
}

const postFunction = dbFunction(
  'post_room_message',
  ['room', 'body', 'type', 'data', 'product', 'eurRate', 'clientId', 'writer'],
  row<PostedRow>(),
)

export interface NewRoomMessage {
  readonly roomId: number
  readonly content: string
  readonly messageType: string
  readonly messageData?: Readonly<Record<string, unknown>> | null | undefined
  readonly clientId?: string | null | undefined
}

/**
 * Writes in a room. A product that the message's data name is shown there as it is now. Under a name that
 * the caller's client has used before there, nothing is written, and the message is as it was.
 * @throws NOT_A_PARTY; FORBIDDEN where one of the two has blocked the other
 */
export async function sendToRoom(
  ctx: Ctx,
  { roomId, content, messageType, messageData, clientId }: NewRoomMessage,
): Promise<RoomMessage & { isRepeated: boolean }> {
  const posted = await call(ctx, postFunction, {
    room: roomId,
    body: content,
    type: messageType,
    data: messageData ? JSON.stringify(messageData) : null,
    product: productNamed(messageData?.product_id),
    eurRate: (await eurRate(ctx)) ?? null,
    clientId: clientId ?? null,
    writer: writerOf(ctx),
  })
  return postedMessage(ctx, posted)
}

/** What a database function has written, or had written before, or refused. */
export async function postedMessage(
  ctx: Ctx,
  { outcome, message, is_new }: PostedRow,
): Promise<RoomMessage & { isRepeated: boolean }> {
  if (outcome !== 'done' || !message) throw roomRefused(outcome)
  const posted = { ...showMessage({ show: roomMessageOf }, message), isRepeated: !is_new }
  if (is_new) return posted
  const [asItIs = posted] = await asTheyAre(ctx, posted.roomId, [posted])
  return asItIs
}

const PRODUCT_ID = /^(?:PRD_|product_)?(\d{1,15})$/

/** The number of a product where somebody names one, in whatever they attach. */
function productNamed(given: unknown): number | null {
  if (typeof given !== 'string' && typeof given !== 'number') return null
  const [, number] = PRODUCT_ID.exec(`${given}`) ?? []
  return number === undefined ? null : Number(number)
}
