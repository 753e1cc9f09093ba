import type { Ctx } from '../context.ts'
import type { Watched } from './watch.ts'

/** Hints that wait for a subscriber who reads slowly; older ones are worth nothing. */
const MOST = 20

/** What is said over the bus under a name, from now on: there is nothing to resume. */
export async function* watchHints<Event>(
  ctx: Ctx,
  topic: string,
  show: (hint: string) => Event,
  signal: AbortSignal,
): AsyncGenerator<Watched<Event>, void> {
  const heard: string[] = []
  let wake = () => {}
  let id = 0
  // Moments, for subscribers take no event whose id is not greater than the last, by whichever process.
  const nextId = () => {
    id = Math.max(id + 1, ctx.clock().getTime())
    return id
  }
  const stop = ctx.bus.hear(topic, (hint) => {
    heard.push(hint)
    if (heard.length > MOST) heard.shift()
    wake()
  })
  const end = () => wake()
  signal.addEventListener('abort', end)
  try {
    yield { id: nextId(), event: undefined }
    while (!signal.aborted) {
      const hint = heard.shift()
      if (hint !== undefined) yield { id: nextId(), event: show(hint) }
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    stop()
    signal.removeEventListener('abort', end)
  }
}
