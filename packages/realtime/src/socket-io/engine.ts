import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ApiContext, countStranger } from '@souk/api'
import { SoukError } from '@souk/contract'
import { Server as EngineServer, type Socket as EngineSocket } from 'engine.io'
import { type WebSocket, WebSocketServer } from 'ws'
import { MAX_FRAME, settling, whenClosed } from '../accept.ts'
import { boundFrames, frameAllowance } from '../bound-frames.ts'
import { createPlaces, type Place } from '../places.ts'
import { type Refusal, refusalOf, type Upgrade } from '../upgrade-router.ts'
import { webSocketOf } from './internals.ts'

/** Somebody who has opened a connection of the engine, and may now connect to namespaces on it. */
export interface EngineGuest {
  readonly ctx: ApiContext
  readonly conn: EngineSocket
  /** Gives back, once, what opening the connection took from its address. */
  readonly settle: () => Promise<void>
  /** What frames are written to, where there are any. */
  readonly wire: () => Duplex | undefined
}

export interface EngineOptions {
  readonly allowedOrigins: readonly string[]
  /** Connections that an address may have open. */
  readonly perAddress: number
  /** Told of each connection before Socket.IO is. */
  readonly onGuest: (guest: EngineGuest) => void
}

/** Both transports of Socket.IO, behind the doors of everybody else. */
export interface SocketIoEngine {
  /** For Socket.IO to bind to. */
  readonly engine: EngineServer
  /**
   * Answers a request of the polling transport.
   * @param isCrowded its address sends too many large bodies already
   */
  answer(
    ctx: ApiContext,
    request: IncomingMessage,
    response: ServerResponse,
    isCrowded: boolean,
  ): Promise<void>
  /** Takes over an upgrade: of a connection that polls, or a new one. */
  upgrade(ctx: ApiContext, upgrade: Upgrade): Promise<number>
  /** Lets nobody in any more. */
  shut(): void
}

/** What is known of a handshake until its connection is open. */
interface Newcomer {
  readonly ctx: ApiContext
  readonly place: Place
  isOpen: boolean
}

class Engine extends EngineServer {
  /** A connection by the secret that its client shows with each request. */
  find(sid: string | null | undefined): EngineSocket | undefined {
    return sid && Object.hasOwn(this.clients, sid) ? this.clients[sid] : undefined
  }
}

/**
 * A page of a foreign site is refused before anything else, for a browser would send the session's cookie
 * along. Whoever opens a connection counts like a call, and has a place among those of their address;
 * what they send on it is bounded as frames are.
 */
export function createEngine(options: EngineOptions): SocketIoEngine {
  const { allowedOrigins, perAddress, onGuest } = options
  const places = createPlaces<string>(perAddress)
  const newcomers = new WeakMap<IncomingMessage, Newcomer>()
  const allowances = new WeakMap<EngineSocket, () => boolean>()
  const openings = new WeakMap<IncomingMessage, () => void>()
  const wires = new WeakMap<WebSocket, Duplex>()
  let isShut = false

  const engine = new Engine({
    transports: ['polling', 'websocket'],
    maxHttpBufferSize: MAX_FRAME,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: boundedServer((request, opened, wire) => {
      wires.set(opened, wire)
      openings.get(request)?.()
    }),
    ...(allowedOrigins.length > 0 && {
      cors: { origin: [...allowedOrigins], credentials: true, methods: ['GET', 'POST'] },
    }),
  })

  engine.on('connection', (conn: EngineSocket) => {
    const newcomer = newcomers.get(conn.request)
    if (!newcomer) return conn.close(true)
    const { ctx, place } = newcomer
    newcomer.isOpen = true
    conn.once('close', place.leave)
    if (!ctx.limiter.isOff) {
      allowances.set(conn, frameAllowance())
      boundPackets(conn)
    }
    const wire = () => {
      const webSocket = webSocketOf(conn)
      return webSocket && wires.get(webSocket)
    }
    onGuest({ ctx, conn, settle: settling(ctx), wire })
  })

  /** @returns the handshake, if it is one: with its place, to be given back if nothing comes of it */
  async function admit(ctx: ApiContext, request: IncomingMessage): Promise<Newcomer | undefined> {
    if (ctx.foreignSite) {
      await countStranger(ctx)
      throw new SoukError('FORBIDDEN', 'Pages of this site may not connect')
    }
    if (isPreflight(request)) return undefined
    const sid = sidIn(request)
    const conn = engine.find(sid)
    if (conn) {
      if (allowances.get(conn)?.() === false)
        throw new SoukError('RATE_LIMITED', 'Too many requests')
      return undefined
    }
    await countStranger(ctx)
    if (sid) return undefined // the engine says that it does not know it
    if (isShut) throw new SoukError('UNAVAILABLE', 'Restarting, connect again')
    const place = places.take(ctx.core.address)
    if (!place) throw new SoukError('RATE_LIMITED', 'Too many connections')
    const newcomer = { ctx, place, isOpen: false }
    newcomers.set(request, newcomer)
    return newcomer
  }

  return {
    engine,
    async answer(ctx, request, response, isCrowded) {
      try {
        if (isCrowded) throw new SoukError('RATE_LIMITED', 'Too many large bodies at once')
        const newcomer = await admit(ctx, request)
        if (newcomer) response.once('close', () => leaveUnlessOpen(newcomer))
        if (response.destroyed) return
        engine.handleRequest(request, response)
      } catch (thrown) {
        refuse(response, refusalOf(thrown, ctx))
      }
    },
    async upgrade(ctx, { request, socket, head }) {
      const newcomer = await admit(ctx, request)
      if (newcomer) whenClosed(socket, () => leaveUnlessOpen(newcomer))
      return new Promise((resolve) => {
        openings.set(request, () => resolve(101))
        whenClosed(socket, () => resolve(400)) // what the engine refuses, it has answered
        engine.handleUpgrade(request, socket, head)
      })
    },
    shut() {
      isShut = true
    },
  }
}

const isPreflight = ({ method }: IncomingMessage) => method === 'OPTIONS'

/** The secret that names the connection which a request belongs to. */
function sidIn({ url = '' }: IncomingMessage): string | null {
  return new URLSearchParams(url.split('?')[1]).get('sid')
}

function leaveUnlessOpen({ isOpen, place }: Newcomer): void {
  if (!isOpen) place.leave()
}

/** What a packet may bring about, besides being counted. */
const ITS_DATA: ReadonlySet<unknown> = new Set(['data', 'message'])

/** Cuts off a client that sends more packets than any use has, however few requests or frames bring them. */
function boundPackets(conn: EngineSocket): void {
  const emit = conn.emit.bind(conn)
  const take = frameAllowance()
  let isFlooded = false
  conn.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event === 'packet' && !isFlooded && !take()) {
      isFlooded = true
      conn.close(true)
    }
    return isFlooded && ITS_DATA.has(event) ? false : emit(event, ...args)
  }
}

/** Our own WebSockets for the engine: each frame has a turn of the event loop, and pings are bounded too. */
function boundedServer(
  onOpen: (request: IncomingMessage, opened: WebSocket, wire: Duplex) => void,
) {
  return class extends WebSocketServer {
    constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
      super({ ...options, allowSynchronousEvents: false })
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      serve: (opened: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, socket, head, (opened, ...more) => {
        boundFrames(opened, () => opened.close())
        onOpen(request, opened, socket)
        serve(opened, ...more)
      })
    }
  }
}

function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  // What of its body has not come would have to be read first.
  response.writeHead(status, {
    'content-type': 'application/json',
    connection: 'close',
    ...headers,
  })
  response.end(JSON.stringify({ message }))
}
