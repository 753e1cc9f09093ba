import { connect, createServer, type Socket } from 'node:net'
import { listen } from '../listen.ts'

/** A wire to another server that a test can cut and mend. */
export interface TcpProxy {
  readonly port: number
  /** Drops every connection and takes no new ones. */
  cut(): void
  mend(): void
  /** Leads what connects from now on somewhere else. */
  turn(target: Target): void
  /** From now on nothing passes through the connections that are open, and nobody is told. */
  hush(): void
  close(): Promise<void>
}

interface Target {
  readonly host: string
  readonly port: number
}

export async function startTcpProxy(first: Target): Promise<TcpProxy> {
  let target = first
  const sockets = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    if (isCut) return void near.destroy()
    const far = connect(target.port, target.host)
    keep(far)
    near.pipe(far).pipe(near)
    near.on('hush', () => {
      for (const end of [near, far]) end.unpipe().resume()
    })
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  const port = await listen(server, 0, '127.0.0.1')
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut() {
      isCut = true
      drop()
    },
    mend() {
      isCut = false
    },
    turn(to) {
      target = to
    },
    hush() {
      for (const socket of sockets) socket.emit('hush')
    },
    close() {
      drop()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
