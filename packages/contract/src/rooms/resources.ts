// What the SDK exports of this domain: each name is a schema and the type of what it parses.

export { OfferAnsweredEvent, RoomEvent, RoomMessageEvent, RoomReadEvent } from './events.ts'
// The closed lists of words in them, as types:
export type { RoomMessageType } from './message.ts'
export { ProductSnapshot, RoomMessage, RoomOffer } from './message.ts'
export { AnsweredOffer, OfferAnswer } from './offer.ts'
export type { RoomOfferResponse, RoomOfferStatus } from './offer-statuses.ts'
export type { ReactionType } from './reaction.ts'
export { Reaction, RoomReactionsEvent } from './reaction.ts'
export { OpenedRoom, Room, RoomPage, RoomProduct, RoomRequest } from './room.ts'
export { RoomTypingEvent } from './typing.ts'
export { RoomUser } from './user.ts'
