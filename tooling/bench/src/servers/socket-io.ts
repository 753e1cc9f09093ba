import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'

/** A bare Socket.IO: what is posted goes to everybody, and nothing is kept. */
const http = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const posted = JSON.parse(Buffer.concat(chunks).toString())
    io.emit('support:new_message', posted)
    response.writeHead(201, { 'content-type': 'application/json' })
    response.end(JSON.stringify(posted))
  })
})
const io = new Server({ serveClient: false })
io.attach(http)
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port))
