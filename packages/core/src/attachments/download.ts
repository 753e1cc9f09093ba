import type { GivenFile } from '@souk/contract'
import { statement } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { type FileRow, givenFile } from './given-file.ts'

const find = statement<FileRow>(
  'find-attachment',
  `select id, name, type, bytes as size from attachments a where id = $1 and may_see_attachment(a, $2)`,
)

/**
 * A file, for whoever takes part in the conversation that it was sent in; before that, for its sender.
 * @throws NOT_FOUND, UNAVAILABLE
 */
export async function download(ctx: Ctx, { id }: { id: string }): Promise<GivenFile> {
  const [found] = await ctx.db.query(find, [id, signedIn(ctx).userId])
  return givenFile(ctx, found)
}
