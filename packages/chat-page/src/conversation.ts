import type { DirectEvent, DirectMarkEvent, DirectMessage } from '@souk/client'

type Messages = readonly DirectMessage[]

/** Takes in messages that were read or heard, oldest first, whatever of them is there already. */
export function withMessages(known: Messages, found: Messages): Messages {
  const all = new Map(known.map((message) => [message.id, message]))
  for (const message of found) all.set(message.id, later(all.get(message.id), message))
  return [...all.values()].sort((a, b) => a.id - b.id)
}

/** What has been heard meanwhile counts more than a list that was asked for before. */
function later(known: DirectMessage | undefined, found: DirectMessage): DirectMessage {
  if (!known) return found
  return {
    ...(known.deleted ? known : found),
    seen: known.seen || found.seen,
    delivered: known.delivered || found.delivered,
  }
}

/** Takes in an event of any thread; those of others change nothing. */
export function afterEvent(known: Messages, event: DirectEvent, other: string): Messages {
  if (!('message' in event)) return withMark(known, event)
  return isWith(event.message, other) ? withMessages(known, [event.message]) : known
}

/** Whoever reads has received; each mark speaks of what the other one has sent. */
function withMark(known: Messages, { type, threadId, userId, upTo }: DirectMarkEvent): Messages {
  const seen = type === 'direct.read'
  return known.map((message) => {
    const isMeant =
      message.threadId === threadId && message.receiver.id === userId && message.id <= upTo
    return isMeant ? { ...message, delivered: true, seen: message.seen || seen } : message
  })
}

/** Whether somebody, named by their UUID, is one of the two. */
export function isWith({ sender, receiver }: DirectMessage, uuid: string): boolean {
  return sender.uuid === uuid || receiver.uuid === uuid
}
