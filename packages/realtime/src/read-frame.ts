import { type ApiContext, countStranger, inPlainWords, parseJson } from '@souk/api'
import { SoukError } from '@souk/contract'
import type { z } from 'zod'

/** Frames that a document knows, told from each other by their `action`. */
type Frames = z.ZodDiscriminatedUnion

/**
 * What a text says. One that calls nothing counts for the address it comes from.
 * @param actions what a client may do, in words
 * @throws MALFORMED_REQUEST, VALIDATION_FAILED
 */
export async function readFrame<Frame extends Frames>(
  text: string,
  frames: Frame,
  actions: string,
  ctx: ApiContext,
): Promise<z.output<Frame>> {
  try {
    return parseFrame(text, frames, actions)
  } catch (error) {
    await countStranger(ctx)
    throw error
  }
}

function parseFrame<Frame extends Frames>(
  text: string,
  frames: Frame,
  actions: string,
): z.output<Frame> {
  let json: unknown
  try {
    json = parseJson(text)
  } catch {
    throw notAnObject()
  }
  const parsed = frames.safeParse(json, { error: inPlainWords })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (!issue || issue.path.length === 0) {
    throw notAnObject()
  }
  if (issue.path[0] === 'action') {
    throw new SoukError('VALIDATION_FAILED', `Unknown action: use ${actions}`)
  }
  throw new SoukError('VALIDATION_FAILED', `${issue.path.join('.')}: ${issue.message}`)
}

function notAnObject(): SoukError {
  return new SoukError('MALFORMED_REQUEST', 'Frames must be JSON objects')
}
