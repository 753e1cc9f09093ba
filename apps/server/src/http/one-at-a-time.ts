import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** Requests of one connection that may wait for their turn; nobody sends so many ahead in good faith. */
const MOST_WAITING = 32

interface Line {
  isBusy: boolean
  readonly waiting: (() => void)[]
}

/**
 * Answers the requests of a connection one after another. A packet has room for a thousand, and all would
 * be begun before anybody else's turn; whoever sends more ahead than may wait is cut off.
 */
export function oneAtATime(listener: RequestListener): RequestListener {
  const lines = new WeakMap<Socket, Line>()
  const lineOf = (socket: Socket) => {
    const line = lines.get(socket) ?? { isBusy: false, waiting: [] }
    lines.set(socket, line)
    return line
  }
  return (request, response) => {
    const { socket } = request
    // What else came of one who has been cut off.
    if (socket.destroyed || socket.writableEnded) return
    const line = lineOf(socket)
    const start = () => {
      line.isBusy = true
      response.once('close', () => {
        line.isBusy = false
        const next = line.waiting.shift()
        if (next) setImmediate(next)
      })
      listener(request, response)
    }
    if (!line.isBusy && line.waiting.length === 0) start()
    else if (line.waiting.length < MOST_WAITING) line.waiting.push(start)
    else socket.destroy()
  }
}
