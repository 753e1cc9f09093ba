/** An offer as document 5 shows it. */
export interface Offer {
  readonly id: number
  readonly price: number
  readonly status: string
}

/** A message as document 5 shows it. */
export interface Message {
  readonly id: number
  readonly room_id: number
  readonly sender_id: string
  readonly sender_username: string
  readonly content: string
  readonly offer?: Offer
}

/** What was sent or heard on the socket. */
export interface Frame {
  readonly number: number
  readonly isMine: boolean
  readonly event: string
  readonly data: unknown
}

/** A list with messages in it that it may have already, in their order. */
export function withMessages(
  list: readonly Message[],
  more: readonly Message[],
): readonly Message[] {
  const all = new Map([...list, ...more].map((message) => [message.id, message]))
  return [...all.values()].sort((a, b) => a.id - b.id)
}

/** The same list after an offer in it was answered. */
export function withAnswer(
  list: readonly Message[],
  { offer_id, status }: { offer_id: number; status: string },
): readonly Message[] {
  return list.map((message) =>
    message.offer?.id === offer_id ? { ...message, offer: { ...message.offer, status } } : message,
  )
}
