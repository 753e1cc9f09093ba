import { fieldRefused, type OpenedRoom, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { isoTimeOrNull } from '../iso-time.ts'
import { roomRefused } from './refusals.ts'

interface OpenedRow {
  readonly outcome: string
  readonly room: OpenedRoom | null
  readonly is_new: boolean
}

const openFunction = dbFunction(
  'open_room',
  ['buyer', 'seller', 'product', 'request'],
  row<OpenedRow>(),
)

/** Who is to talk, and what about; one of the two is the caller. */
export interface NewRoom {
  readonly buyerId?: number | null | undefined
  readonly sellerId?: number | null | undefined
  readonly productId?: number | null | undefined
  readonly requestId?: number | null | undefined
}

/**
 * Opens a room, or finds it: there is one between a buyer and a seller about each product and request.
 * @throws VALIDATION_FAILED for oneself, and for whoever has no store; NOT_FOUND; FORBIDDEN for a room of
 *   others, and where one of the two has blocked the other
 */
export async function openRoom(ctx: Ctx, input: NewRoom): Promise<OpenedRoom & { isNew: boolean }> {
  const { buyerId, sellerId } = sidesOf(signedIn(ctx).userId, input)
  const { outcome, room, is_new } = await call(ctx, openFunction, {
    buyer: buyerId,
    seller: sellerId,
    product: input.productId ?? null,
    request: input.requestId ?? null,
  })
  if (outcome !== 'done' || !room) throw refused(outcome)
  return { ...room, lastMessageAt: isoTimeOrNull(room.lastMessageAt), isNew: is_new }
}

/** Of the two, whoever is not named is the caller. */
function sidesOf(me: number, { buyerId, sellerId }: NewRoom) {
  const sides = { buyerId: buyerId ?? me, sellerId: sellerId ?? me }
  if (sides.buyerId !== me && sides.sellerId !== me) {
    throw new SoukError('FORBIDDEN', 'You can only open rooms of your own')
  }
  if (sides.buyerId !== sides.sellerId) return sides
  if (sellerId == null) throw fieldRefused('sellerId', 'must be given')
  if (buyerId == null) throw fieldRefused('buyerId', 'must be given')
  throw fieldRefused('sellerId', 'must be somebody else')
}

function refused(outcome: string): SoukError {
  switch (outcome) {
    case 'unknown':
      return new SoukError('NOT_FOUND', 'User not found')
    case 'no_store':
      return fieldRefused('sellerId', 'must be a user with a store')
    default:
      return roomRefused(outcome)
  }
}
