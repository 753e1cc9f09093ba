import { type AttachmentType, type GivenFile, SoukError } from '@souk/contract'
import type { Ctx } from '../context.ts'
import { inStore } from './in-store.ts'

/** What `attachments` has of a file that is given out. */
export interface FileRow {
  readonly id: string
  readonly name: string
  readonly type: AttachmentType
  readonly size: number
}

/** A file to whoever may have it, which its caller has found out. @throws NOT_FOUND */
export function givenFile(ctx: Ctx, file: FileRow | undefined): GivenFile {
  if (!file) throw new SoukError('NOT_FOUND', 'File not found')
  const { id, name, type, size } = file
  return { name, type, size, open: () => open(ctx, id, size) }
}

/**
 * What is known and not there, or not whole, is not answered as if it had never been.
 * @throws UNAVAILABLE
 */
async function open(ctx: Ctx, id: string, size: number): Promise<AsyncIterable<Uint8Array>> {
  const blob = await inStore(() => ctx.blobs.get(id))
  if (blob?.size === size) return blob.stream
  blob?.stream.destroy()
  const cause = new Error(`the file ${id} has ${blob?.size ?? 'no'} of its ${size} bytes`)
  throw new SoukError('UNAVAILABLE', 'This file cannot be read just now', { cause, retryAfter: 60 })
}
