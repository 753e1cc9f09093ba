import { z } from 'zod'
import type { Procedure } from './define.ts'
import { documentMarks } from './fields.ts'

/** Bytes a file may have: 10 MiB. */
export const MAX_FILE = 10 * 1024 * 1024

/** The platform's `Blob` and `File`, wherever it has them; not all that use the SDK know their types. */
type PlatformBlob = typeof globalThis extends { Blob: { prototype: infer B extends object } }
  ? B
  : Record<never, never>
type PlatformFile = typeof globalThis extends { File: { prototype: infer F extends object } }
  ? F
  : Record<never, never>

// Interfaces, for these have names: the declarations of the SDK would otherwise name Node's own module.

/** A `Blob` or a `File`. */
export interface WebBlob extends PlatformBlob {}

/** A `File`. */
export interface WebFile extends PlatformFile {}

/** A file as Souk has received it: whole, at a place of its own until the call ends. */
export interface ReceivedFile {
  /** As its sender calls it; nothing of it has been looked at. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Of all its bytes, in hexadecimal digits. */
  readonly sha256: string
  readonly path: string
  /** What was set aside for it before it came. */
  readonly room: string
}

/** A file as Souk gives it out. */
export interface GivenFile {
  readonly name: string
  /** Its media type, by its bytes. */
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** To be read once; not at all, where only the head of the answer is wanted. */
  open(): Promise<AsyncIterable<Uint8Array>>
}

/** Marks what is a file, among the fields of an input and as a whole output. */
const FILE = { kind: 'file' } as const

/**
 * A file to send, at most 10 MiB. It makes the procedure one that takes its input as
 * `multipart/form-data`, by every door; over tRPC too.
 */
export function file() {
  const schema = z
    .custom<WebBlob>(isFile, 'must be a file')
    // Only Souk asks what comes out, and its doors have put there what they have received.
    .transform((given: unknown) => given as ReceivedFile)
    .describe('The file itself, with its name.')
  documentMarks.add(schema, FILE)
  return schema
}

/** Whether it may be a file, at whichever end: a `Blob`, or one that has been received. */
function isFile(given: unknown): boolean {
  return typeof given === 'object' && given !== null && 'size' in given && !Array.isArray(given)
}

/** A file as the whole of an answer, of one of some media types. */
export function fileShown(types: readonly string[]) {
  // At the end of the SDK it is a `File`; what the doors get is what the verb gives.
  const schema = z.custom<GivenFile>().transform((given: unknown) => given as WebFile)
  documentMarks.add(schema, { ...FILE, types })
  return schema
}

/** The field in which a procedure takes a file, if it takes one. */
export function fileFieldOf({ input }: Pick<Procedure, 'input'>): string | undefined {
  if (!(input instanceof z.ZodObject)) return undefined
  const fields = Object.entries(input.shape as Record<string, z.ZodType>)
  return fields.find(([, field]) => documentMarks.get(field)?.kind === 'file')?.[0]
}

/** The media types of the file that a procedure answers with, if it does. */
export function fileTypesOf({ output }: Pick<Procedure, 'output'>): readonly string[] | undefined {
  return documentMarks.get(output)?.types
}
