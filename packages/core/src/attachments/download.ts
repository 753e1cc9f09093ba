import { type AttachmentType, type GivenFile, SoukError } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { inStore } from './in-store.ts'

interface FoundRow {
  readonly name: string
  readonly type: AttachmentType
  readonly size: number
}

const find = statement<FoundRow>(
  'find-attachment',
  `select name, type, bytes as size from attachments a where id = $1 and may_see_attachment(a, $2)`,
)

/**
 * A file, for whoever takes part in the conversation that it was sent in; before that, for its sender.
 * @throws NOT_FOUND, UNAVAILABLE
 */
export async function download(ctx: Ctx, { id }: { id: string }): Promise<GivenFile> {
  const [found] = await ctx.db.query(find, [id, signedIn(ctx).userId])
  if (!found) throw new SoukError('NOT_FOUND', 'File not found')
  return { ...found, open: () => open(ctx, id, found.size) }
}

/** What is known and not there, or not whole, is not answered as if it had never been. */
async function open(ctx: Ctx, id: string, size: number): Promise<AsyncIterable<Uint8Array>> {
  const blob = await inStore(() => ctx.blobs.get(id))
  if (blob?.size === size) return blob.stream
  blob?.stream.destroy()
  const cause = new Error(`the file ${id} has ${blob?.size ?? 'no'} of its ${size} bytes`)
  throw new SoukError('UNAVAILABLE', 'This file cannot be read just now', { cause, retryAfter: 60 })
}
