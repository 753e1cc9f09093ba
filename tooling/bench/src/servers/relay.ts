import { type WebSocket, WebSocketServer } from 'ws'

/** A bare relay: a message goes to whom it names and back to whom it is from, and nothing is kept. */
const sockets = new Map<string, WebSocket>()
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () => {
  process.send?.((server.address() as { port: number }).port)
})
server.on('connection', (socket, { url = '' }) => {
  sockets.set(url.slice(1), socket)
  socket.on('message', (data) => {
    const text = data.toString()
    sockets.get(JSON.parse(text).receiver_id)?.send(text)
    socket.send(text)
  })
})
