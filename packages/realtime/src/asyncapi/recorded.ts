import { readFileSync } from 'node:fs'

export { messageKey, type Way } from './message-key.ts'

/** A message that really went over a socket. */
export interface RecordedFrame {
  /** What happened, for people to read. */
  readonly summary: string
  readonly payload: unknown
}

/** What went over sockets: by the socket's id, and by the message's key there. */
export type RecordedFrames = Readonly<
  Record<string, Readonly<Record<string, readonly RecordedFrame[]>>>
>

/** What is committed; `pnpm generate` records it anew. */
export function readRecorded(): RecordedFrames {
  return JSON.parse(readFileSync(new URL('../../recorded.json', import.meta.url), 'utf8'))
}
