import { messageKey, type RecordedFrame, type RecordedFrames } from '@souk/realtime/recorded'
import { createInbox } from './inbox.ts'
import type { Door, Shown } from './line.ts'
import { socketIo } from './socket-io.ts'
import { trpcFrames } from './trpc.ts'
import { namedBy, webSocket } from './web-socket.ts'

/** Every socket, by what the document calls it. */
const DOORS = {
  tradeChat: webSocket('/ws/trades', namedBy('action')),
  marketFeed: webSocket('/ws/p2p', namedBy('type')),
  shopEvents: socketIo('/'),
  directChat: webSocket('/ws/chat/room', namedBy('action')),
  chatRooms: socketIo('/chat'),
  trpc: webSocket('/trpc', trpcFrames),
} satisfies Record<string, Door>

export type SocketId = keyof typeof DOORS

// biome-ignore lint/suspicious/noExplicitAny: the story looks into frames of every shape
type Frame = any

/** Somebody’s place at a socket. What has a summary is shown. */
export interface Seat {
  /** Says something that is done. */
  says(name: string, payload: unknown, summary?: string): Promise<void>
  /** Says something, and hears why not. */
  isRefused(name: string, payload: unknown, summary: string): Promise<void>
  /** Takes the next message of that name, once it has come. */
  hears(name: string, summary?: string): Promise<Frame>
  leaves(): Promise<void>
}

/** Seats people at sockets, and remembers what is worth showing. */
export interface Seats {
  sit(socket: SocketId, shown: Shown): Promise<Seat>
  recorded(): RecordedFrames
}

/** @param step called before anybody says anything */
export function createSeats(url: string, step: () => Promise<void>): Seats {
  const recorded: Record<string, Record<string, RecordedFrame[]>> = {}

  function keep(socket: SocketId, key: string, payload: unknown, summary?: string): void {
    if (summary === undefined) return
    const frames = recorded[socket] ?? {}
    recorded[socket] = frames
    frames[key] = [...(frames[key] ?? []), { summary, payload }]
  }

  return {
    recorded: () => recorded,
    async sit(socket, shown) {
      const inbox = createInbox()
      const line = await DOORS[socket](url, shown, inbox)
      const seat: Seat = {
        async says(name, payload, summary) {
          await step()
          if (!line.ask) {
            keep(socket, messageKey('send', name), line.tell(name, payload), summary)
            return
          }
          const answer = await line.ask(name, payload)
          if (!answer.success) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`)
          keep(socket, messageKey('send', name), payload, summary)
          keep(socket, messageKey('acknowledge', name), answer, summary)
        },
        async isRefused(name, payload, summary) {
          await step()
          line.tell(name, payload)
          await seat.hears('error', summary)
        },
        async hears(name, summary) {
          const payload = await inbox.next(name)
          keep(socket, messageKey('receive', name), payload, summary)
          return payload
        },
        leaves: () => line.close(),
      }
      return seat
    },
  }
}
