import { once } from 'node:events'
import type { Door } from './line.ts'

/** How a WebSocket tells its messages from each other. */
export interface Frames {
  /** What is sent under a name. */
  write(name: string, payload: unknown): unknown
  nameOf(heard: unknown): string
}

/** A WebSocket at a path. @param newFrames called for each connection */
export const webSocket =
  (path: string, newFrames: () => Frames): Door =>
  async (url, shown, inbox) => {
    const { write, nameOf } = newFrames()
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}${path}?${new URLSearchParams(shown)}`,
    )
    socket.addEventListener('message', ({ data }) => {
      const said = isText(data) ? data : JSON.parse(data)
      inbox.put(nameOf(said), said)
    })
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', reject)
    })
    return {
      tell(name, payload) {
        const frame = write(name, payload)
        socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
        return frame
      },
      async close() {
        const closed = once(socket, 'close')
        socket.close()
        await closed
      },
    }
  }

/** What of tRPC’s is no JSON. */
const isText = (data: string) => data === 'PONG'

/** Frames that say themselves what they are. */
export const namedBy = (field: string) => (): Frames => ({
  write: (name, payload) => ({ [field]: name, ...(payload as object) }),
  nameOf: (heard) => (heard as Readonly<Record<string, string>>)[field] ?? '',
})
