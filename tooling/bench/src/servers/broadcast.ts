import { WebSocketServer } from 'ws'

/** A bare broadcast: every message goes to every socket, and nothing is kept. */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () => {
  process.send?.((server.address() as { port: number }).port)
})
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const text = data.toString()
    for (const client of server.clients) client.send(text)
  })
})
