import { SoukError } from '@souk/contract'
import type { Spool } from './spool.ts'

/**
 * The pieces of a body as they come, until one comes too late. A stream that is not read to its end is
 * left as it is.
 * @throws MALFORMED_REQUEST when the body breaks off, or takes too long
 */
export async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
  { whole, idle }: Pick<Spool, 'whole' | 'idle'>,
): AsyncGenerator<Uint8Array> {
  const end = performance.now() + whole
  const reader = body?.getReader()
  if (!reader) return
  for (;;) {
    const left = end - performance.now()
    const { done, value } = await within(Math.min(left, idle), reader.read().catch(brokeOff))
    if (done) return
    yield value
  }
}

/** @throws MALFORMED_REQUEST when it takes longer */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    const error = new SoukError('MALFORMED_REQUEST', 'The body came too slowly')
    timer = setTimeout(reject, milliseconds, error)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

function brokeOff(cause: unknown): never {
  throw new SoukError('MALFORMED_REQUEST', 'The body broke off', { cause })
}
