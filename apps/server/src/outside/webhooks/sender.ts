import http, { type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { WebhookAnswer, WebhookRequest, WebhookSender } from '@souk/core'
import { type Network, reachOf } from './networks.ts'
import { type Resolve, resolveByDns } from './resolve.ts'
import { admitted, type Target, targetOf, Unreachable } from './target.ts'

/** Milliseconds from the look-up of the name to the head of the answer, and to its end. */
const WITHIN = 10_000
/** Bytes of an answer that are kept; the rest is not waited for. */
const KEPT = 4096

/** Answers of the kind `100 Continue` that are put up with. */
const PRELIMINARY = 20

export interface SenderOptions {
  /** Networks in which endpoints may be, beside the internet. */
  readonly networks: readonly Network[]
  readonly resolve?: Resolve
  /** Milliseconds that a request may take. */
  readonly within?: number
}

/**
 * The way to servers that strangers have named: nothing of ours can be reached by it. A name is looked up
 * once, all of its addresses are looked at, and the connection goes to one of those, so a second answer of
 * a name server comes too late. No redirect is followed.
 */
export function createWebhookSender({
  networks,
  resolve = resolveByDns,
  within = WITHIN,
}: SenderOptions): WebhookSender {
  return {
    problemOf(url) {
      try {
        targetOf(url, networks)
        return undefined
      } catch (error) {
        return (error as Error).message
      }
    },
    async send(request, signal) {
      const start = performance.now()
      const limit = createLimit(within, signal)
      const answer = await attempt(request, { networks, resolve }, limit.signal)
        .catch((error) => ({ status: null, body: '', error: reasonOf(error, limit, within) }))
        .finally(limit.lift)
      return { ...answer, milliseconds: performance.now() - start }
    },
  }
}

/** Cuts off after so many milliseconds, or when another signal does; cheaper than two signals in one. */
function createLimit(milliseconds: number, other: AbortSignal) {
  const both = new AbortController()
  const cut = () => both.abort()
  if (other.aborted) cut()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    cut()
  }, milliseconds)
  other.addEventListener('abort', cut, { once: true })
  return {
    signal: both.signal,
    get isLate() {
      return isLate
    },
    lift() {
      clearTimeout(timer)
      other.removeEventListener('abort', cut)
    },
  }
}

type Answer = Omit<WebhookAnswer, 'milliseconds'>

async function attempt(
  request: WebhookRequest,
  { networks, resolve }: Required<Pick<SenderOptions, 'networks' | 'resolve'>>,
  signal: AbortSignal,
): Promise<Answer> {
  // Whoever is stopping does not begin to look up a name, which could take its time.
  signal.throwIfAborted()
  const target = targetOf(request.url, networks)
  const found = target.addresses ?? (await resolve(target.host, signal))
  signal.throwIfAborted()
  if (found.length === 0) throw new Unreachable('The name of its host is unknown')
  const addresses = admitted(found, target.url, networks)
  if (addresses.length === 0) throw new Unreachable('It is in a private network')
  return exchange(request, target, { addresses, networks, signal })
}

interface Way {
  readonly addresses: readonly string[]
  readonly networks: readonly Network[]
  readonly signal: AbortSignal
}

function exchange(request: WebhookRequest, target: Target, way: Way): Promise<Answer> {
  const { body, headers } = request
  return new Promise((resolve, reject) => {
    const sent = open(target, way, {
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
    })
    sent.on('error', reject)
    // What changes the protocol only closes it, and says nothing.
    const unanswered = () => reject(new Unreachable('It closed the connection without an answer'))
    sent.on('close', unanswered)
    let preliminary = 0
    sent.on('information', () => {
      preliminary += 1
      if (preliminary > PRELIMINARY) sent.destroy(new Unreachable('It answers that it will answer'))
    })
    sent.on('socket', (socket) => {
      socket.once('connect', () => {
        const isAdmitted = reachOf(socket.remoteAddress ?? '', way.networks) !== 'refused'
        if (!isAdmitted) sent.destroy(new Unreachable('It is in a private network'))
      })
    })
    sent.on('response', (response) => {
      // From here on what breaks only ends what is read.
      sent
        .off('close', unanswered)
        .off('error', reject)
        .on('error', () => {})
      beginningOf(response).then((text) => {
        sent.destroy()
        resolve(answerOf(response.statusCode ?? 0, text))
      }, reject)
    })
    sent.end(body)
  })
}

function open({ url }: Target, { addresses, signal }: Way, headers: RequestOptions['headers']) {
  const { request } = url.protocol === 'https:' ? https : http
  return request(url, {
    method: 'POST',
    headers,
    // A literal address is never looked up, and has been looked at before.
    lookup: lookupOf(addresses),
    agent: false,
    signal,
    maxHeaderSize: 16_384,
  })
}

/** Hands out what has been looked up and looked at. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, { all: wantsAll }, callback) => {
    if (wantsAll) return callback(null, all)
    const [first] = all
    callback(null, first?.address ?? '', first?.family)
  }
}

/** What is kept of an answer. The head has come, so a body that breaks off or goes on for ever changes nothing. */
function beginningOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let length = 0
    const end = () => resolve(readable(Buffer.concat(parts).subarray(0, KEPT)))
    response.on('data', (part: Buffer) => {
      parts.push(part)
      length += part.length
      if (length >= KEPT) end()
    })
    for (const event of ['end', 'error', 'close', 'aborted'] as const) response.on(event, end)
  })
}

const readable = (bytes: Buffer) => storable(new TextDecoder().decode(bytes))

/** As text that the database takes: whatever it was. */
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '\ufffd')

const isSuccess = (status: number) => status >= 200 && status < 300
const isRedirect = (status: number) => status >= 300 && status < 400

function answerOf(status: number, body: string): Answer {
  const error = isSuccess(status)
    ? null
    : `It answered ${status}${isRedirect(status) ? ', and no redirect is followed' : ''}`
  return { status, body, error }
}

function reasonOf(
  error: unknown,
  { isLate }: { readonly isLate: boolean },
  within: number,
): string {
  if (isLate) return `No answer within ${within / 1000} seconds`
  const { message, code } = error as NodeJS.ErrnoException
  return storable((message || code || 'It cannot be reached').slice(0, 300))
}
