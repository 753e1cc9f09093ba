import { readFileSync } from 'node:fs'
import type { Dialect, ErrorCode, ToldEvent } from '@souk/contract'

/** A request of which a document shows that it was sent. */
export interface RecordedRequest {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Of a form, the names of its files. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** A call that was made, and what came of it. */
export interface RecordedCall extends RecordedRequest {
  /** What happened, for people to read. */
  readonly summary: string
  readonly status: number
  /** Absent where nothing came, and for a file. */
  readonly answer?: unknown
}

/** A call that was refused. */
export interface RecordedRefusal extends RecordedRequest {
  readonly summary: string
  readonly answer: unknown
}

export type RecordedRefusals = Readonly<Partial<Record<ErrorCode, RecordedRefusal>>>

/** What happened at one operation. */
export interface RecordedOperation {
  /** The first is the one that code samples show. */
  readonly calls: readonly RecordedCall[]
  /** What it says of its own. */
  readonly refusals: RecordedRefusals
}

/** What a real server was asked and answered, once for all operations. */
export interface Recorded {
  readonly operations: Readonly<Record<string, RecordedOperation>>
  /** What every operation of a dialect says in the same words. */
  readonly refusals: Readonly<Partial<Record<Dialect, RecordedRefusals>>>
  /** What endpoints were told. */
  readonly webhooks: Readonly<Partial<Record<ToldEvent, unknown>>>
}

export const NOTHING_RECORDED: Recorded = { operations: {}, refusals: {}, webhooks: {} }

/** What is committed; `pnpm generate` records it anew. */
export function readRecorded(): Recorded {
  const text = readFileSync(new URL('../../recorded.json', import.meta.url), 'utf8')
  return JSON.parse(text) as Recorded
}
