import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, admit } from '@souk/api'
import type { SignedIn } from '@souk/core'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Connections } from './connections.ts'
import type { Place } from './places.ts'
import { type UpgradeHandler, unreadable } from './upgrade-router.ts'

/** Bytes a frame may have. */
export const MAX_FRAME = 64 * 1024

/** An upgrade request that was let in. */
export interface Guest {
  readonly ctx: ApiContext
  /** Undefined when the request brought no credential. */
  readonly user: SignedIn | undefined
  /** The user's, among the sockets they may have. */
  readonly place: Place | undefined
  /**
   * Gives back, once, what opening the socket took from its address: who comes without a credential
   * may say later whose it is, and then counts for themselves.
   */
  readonly settle: () => Promise<void>
  /** The connection below the WebSocket, which frames are written to. */
  readonly transport: Duplex
}

/** What becomes of a socket once it is open. */
export type Serve = (socket: WebSocket, request: IncomingMessage) => void

export interface AcceptOptions {
  readonly connections: Connections
  /** Prepares for a guest before their socket opens. @throws SoukError to refuse it */
  readonly receive: (guest: Guest) => Serve | Promise<Serve>
}

/**
 * Accepts sockets whose credential, if they bring one, is good; a bad one is refused before the
 * upgrade, so that a client does not keep reconnecting with it. Either counts like a call.
 */
export function acceptSockets({ connections, receive }: AcceptOptions): UpgradeHandler {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME,
    perMessageDeflate: false,
    // A turn of the event loop for each frame, so that a thousand in one packet keep nobody waiting.
    allowSynchronousEvents: false,
  })
  return async (ctx, { request, socket, head }) => {
    if (!isHandshake(request)) throw unreadable()
    const actor = await admit(ctx, 'anyone', 'mutation')
    const user = 'userId' in actor ? actor : undefined
    // Taken before anything else is waited for: of many at once, no more than fit get in.
    const place = user && connections.takePlace(user.userId)
    if (place) whenClosed(socket, place.leave)
    try {
      const serve = await receive({
        ctx,
        user,
        place,
        settle: settling(ctx, user),
        transport: socket,
      })
      let isOpen = false
      server.handleUpgrade(request, socket, head, (opened) => {
        isOpen = true
        try {
          serve(opened, request)
        } catch (error) {
          ctx.report(error)
          opened.terminate()
        }
      })
      if (!isOpen) place?.leave()
      return isOpen ? 101 : 400 // what `ws` refuses, it has answered
    } catch (error) {
      place?.leave()
      throw error
    }
  }
}

/** Does something once a socket has closed, which it may have while its owner was looked up. */
export function whenClosed(socket: Duplex, then: () => void): void {
  if (socket.destroyed || socket.closed) then()
  else socket.once('close', then)
}

/** Gives back, once, what an unknown guest has taken from their address. */
export function settling(
  { limiter, core }: ApiContext,
  user?: SignedIn | undefined,
): Guest['settle'] {
  let isSettled = user !== undefined
  return async () => {
    if (isSettled) return
    isSettled = true
    await limiter.giveBack(core.address)
  }
}

/** Whether it is a WebSocket's handshake at all. */
function isHandshake({ headers }: IncomingMessage): boolean {
  const key = headers['sec-websocket-key']
  const version = headers['sec-websocket-version']
  return /^[+/0-9A-Za-z]{22}==$/.test(key ?? '') && (version === '13' || version === '8')
}
