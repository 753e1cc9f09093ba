import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What an endpoint was told. */
export interface Received {
  readonly id: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The bytes as they came, as text. */
  readonly raw: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every shape
  readonly body: any
}

/** A server of a user's own, on this machine. */
export interface WebhookReceiver {
  readonly url: string
  readonly port: number
  /** Everything that has come, answered or not. */
  readonly received: Received[]
  /** How the next ones are answered; as they come, 204. */
  answer: (response: ServerResponse, received: Received) => void
  /** The ids that have come to a path, each once. */
  idsAt(path: string): Set<string>
  close(): Promise<void>
}

const well = (response: ServerResponse) => response.writeHead(204).end()

export async function startWebhookReceiver(port = 0): Promise<WebhookReceiver> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString()
      const { headers, url: path = '' } = request
      const one = { id: String(headers['webhook-id']), path, headers, raw, body: JSON.parse(raw) }
      received.push(one)
      receiver.answer(response, one)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    received,
    answer: well,
    idsAt: (path) => new Set(received.filter((one) => one.path === path).map(({ id }) => id)),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
  return receiver
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
