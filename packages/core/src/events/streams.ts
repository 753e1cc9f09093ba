/** Everything that happens in one trade: its transitions and its chat, in one order. */
export const tradeStream = (tradeId: number) => `trade:${tradeId}`

/** Everything that happens to one offer of the market: its transitions and its chat, in one order. */
export const offerStream = (offerId: number) => `offer:${offerId}`

/** Everything that concerns one user. */
export const userStream = (userId: number) => `user:${userId}`

/** Everything that happens in one negotiation room, in one order. */
export const roomStream = (roomId: number) => `room:${roomId}`

/** What happens in all rooms of a user: apart, like their direct chats. */
export const roomsStream = (userId: number) => `rooms:${userId}`

/** What happens in a user’s direct chats: apart, so that their money does not wait for a busy chat. */
export const chatStream = (userId: number) => `chat:${userId}`

/** Everything that happens to anybody's tickets, for staff: comes by the outbox. */
export const staffTickets = 'staff:tickets'

/** No stream: under this name it is said that the outbox has something. */
export const OUTBOX = 'outbox'

export const isUserStream = (stream: string) => stream.startsWith('user:')
/** Whose stream that is. */
export const userOfStream = (stream: string) => Number(stream.replace(/^user:/, ''))

/** Says that a user's sessions have ended; read by the sockets that hang on them. */
export const sessionStream = (userId: number) => `sessions:${userId}`
