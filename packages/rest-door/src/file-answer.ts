import type { ServerResponse } from 'node:http'
import type { GivenFile } from '@souk/contract'
import type { Context } from 'hono'
import { API_HEADERS } from './headers.ts'

/** Milliseconds in which a client must have taken more of a file, and the whole of it. */
const PATIENCE = { idle: 30_000, whole: 600_000 }

/**
 * A file as an answer: to be kept, never to be shown or run as a page of ours, whatever a browser makes of its
 * bytes.
 */
export async function answerWithFile(
  c: Context,
  file: GivenFile,
  own: Readonly<Record<string, string>>,
): Promise<Response> {
  const headers = {
    ...API_HEADERS,
    'content-type': file.type,
    'content-length': String(file.size),
    'content-disposition': `attachment; ${namesOf(file.name)}`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    // What may be seen today may be hidden tomorrow, and tokens stand in no address.
    'cache-control': 'private, no-cache',
    vary: 'Authorization, Cookie',
    ...own,
  }
  if (c.req.method === 'HEAD') return new Response(null, { headers })
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse }
  const body = taken(await file.open(), () => outgoing?.destroy())
  return new Response(body, { headers })
}

/** Its name for browsers of today (RFC 8187), and without what is not ASCII for others (RFC 6266). */
function namesOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const coded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${coded}`
}

/**
 * The bytes as a stream of which the next are read when the client has taken the last. Who stops taking them
 * is cut off, and holds neither the file nor a connection any longer.
 */
function taken(bytes: AsyncIterable<Uint8Array>, cutOff: () => void): ReadableStream<Uint8Array> {
  const reading = bytes[Symbol.asyncIterator]()
  const end = performance.now() + PATIENCE.whole
  let timer: NodeJS.Timeout | undefined
  const stop = async () => {
    clearTimeout(timer)
    await reading.return?.()
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(timer)
        const { done, value } = await reading.next()
        if (done) return controller.close()
        controller.enqueue(value)
        timer = setTimeout(
          () => {
            cutOff()
            void stop()
          },
          Math.min(PATIENCE.idle, end - performance.now()),
        )
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  )
}
