import { Readable } from 'node:stream'
import { type GivenFile, SoukError } from '@souk/contract'

/** Milliseconds in which a client must have taken more of a file, and the whole of it. */
const PATIENCE = { idle: 30_000, whole: 600_000 }

export interface FileResponseOptions {
  /** What every answer carries, and this one; what a file needs comes before them. */
  readonly headers: Readonly<Record<string, string>>
  /** Only the head is wanted. */
  readonly isHead?: boolean
  /** Ends the connection of a client that takes no more. */
  readonly cutOff: () => void
  readonly patience?: typeof PATIENCE
}

/**
 * A file as an answer: to be kept, never to be shown or run as a page of ours, whatever a browser makes of its
 * bytes.
 * @throws what `open` throws
 */
export async function fileResponse(
  file: GivenFile,
  { headers: given, isHead = false, cutOff, patience = PATIENCE }: FileResponseOptions,
): Promise<Response> {
  const headers = {
    ...given,
    'content-type': file.type,
    'content-length': String(file.size),
    'content-disposition': `attachment; ${namesOf(file.name)}`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    // What may be seen today may be hidden tomorrow.
    'cache-control': 'private, no-cache',
    vary: 'Authorization, Cookie',
  }
  return new Response(isHead ? null : taken(await file.open(), cutOff, patience), { headers })
}

/** Where a call would be answered in JSON, or beside others. */
export function filesComeAlone(): SoukError {
  return new SoukError('METHOD_NOT_ALLOWED', 'A file comes alone: ask for it without a batch')
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
 * is cut off, and so is whoever waits for a store that stops giving them: neither holds a connection any longer.
 */
function taken(
  bytes: AsyncIterable<Uint8Array>,
  cutOff: () => void,
  { idle, whole }: typeof PATIENCE,
): ReadableStream<Uint8Array> {
  const reading = bytes[Symbol.asyncIterator]()
  const end = performance.now() + whole
  let timer: NodeJS.Timeout | undefined
  const stop = async () => {
    clearTimeout(timer)
    // Of a stream that waits for more, no end is heard but its own.
    if (bytes instanceof Readable) bytes.destroy()
    else await reading.return?.()
  }
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        cutOff()
        // Nobody is left to be told that the source would not close.
        stop().catch(() => {})
      },
      Math.min(idle, end - performance.now()),
    )
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        wait()
        const { done, value } = await reading.next().finally(() => clearTimeout(timer))
        if (done) return controller.close()
        controller.enqueue(value)
        wait()
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  )
}
