import { contract, type RoomOfferStatus } from '@souk/contract'
import type { SignedIn } from '../context.ts'
import { openRoom } from '../rooms/open-room.ts'
import { respondToOffer } from '../rooms/respond-to-offer.ts'
import { sendOffer } from '../rooms/send-offer.ts'
import { sendToRoom } from '../rooms/send-to-room.ts'
import type { Sides } from './shop-orders.ts'
import type { TestCore } from './test-core.ts'

/** A buyer and a seller in a room about a product. */
export async function newRoom(core: TestCore, { buyer, seller, product }: Sides): Promise<number> {
  const { id } = await openRoom(core.as(buyer), { sellerId: seller.userId, productId: product })
  return id
}

/** Writes in a room. */
export const say = (core: TestCore, who: SignedIn, roomId: number, given: object = {}) =>
  sendToRoom(core.as(who), contract.rooms.send.input.parse({ roomId, content: 'a word', ...given }))

export const offer = (core: TestCore, who: SignedIn, roomId: number, given: object) =>
  sendOffer(core.as(who), contract.rooms.sendOffer.input.parse({ roomId, ...given }))

export const respond = (core: TestCore, who: SignedIn, offerId: number, given: object) =>
  respondToOffer(core.as(who), contract.rooms.respond.input.parse({ offerId, ...given }))

/** What a counter-offer asks for. */
export const COUNTER = '27.50'

/** How an offer comes to stand so. */
export const ANSWERS: Readonly<Partial<Record<RoomOfferStatus, object>>> = {
  accepted: { response: 'accept' },
  rejected: { response: 'reject' },
  countered: { response: 'counter', counterPrice: COUNTER },
}
