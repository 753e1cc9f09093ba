import type { GivenFile } from '@souk/contract'
import { statement } from '@souk/database'
import { type FileRow, givenFile } from '../attachments/given-file.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Ctx } from '../context.ts'

const find = statement<FileRow>(
  'find-reported-file',
  `select a.id, a.name, a.type, a.bytes as size
     from message_reports r join attachments a on a.id = r.attachment_id
    where r.id = $1 and a.state in ('attached', 'withheld')`,
)

/**
 * The file of a reported message, for staff; looking is recorded.
 * @throws NOT_FOUND also where the message had none, or is deleted and the report settled; UNAVAILABLE
 */
export async function getReportedFile(ctx: Ctx, { id }: { id: number }): Promise<GivenFile> {
  const [found] = await ctx.db.query(find, [id])
  const file = givenFile(ctx, found)
  await recordAudit(ctx, 'report.file.read', `report:${id}`)
  return file
}
