import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'

/** A bare Socket.IO with rooms: what is said goes to the others there, in as many fields as ours, and nothing is kept. */
const http = createServer()
const io = new Server({ serveClient: false })
let said = 0
io.of('/chat').on('connection', (socket) => {
  socket.on('join_room', ({ room_id }, acknowledge) => {
    void socket.join(`${room_id}`)
    acknowledge({ success: true, room_id })
  })
  socket.on('message', ({ room_id, message }) => {
    said += 1
    const at = new Date().toISOString()
    socket.to(`${room_id}`).emit('message', {
      id: said,
      room_id,
      sender_id: 'USR_100000',
      sender_username: 'member100000',
      sender: {
        id: 'USR_100000',
        username: 'member100000',
        profile_picture: null,
        is_seller: false,
      },
      content: message,
      message_type: 'text',
      message_data: null,
      is_read: false,
      read_at: null,
      created_at: at,
    })
    socket.emit('message_sent', { message_id: said, room_id, created_at: at, timestamp: at })
  })
})
io.attach(http)
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port))
