import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { publicUrl } from '../public-url.ts'

/** What a message's `data` says of the file it was sent with (`claim_attachment`). */
const WithFile = z.object({
  attachment: z.object({ id: z.string(), name: z.string(), size: z.number() }),
})

/** A message's file as document 4 has it. */
export interface Attached {
  /** Where it can be had, by whoever may: `publicUrl`. */
  readonly attachedFile: string | null
  readonly attachedFileName: string | null
  /** Such as `12kb`, begun ones counted; `0kb` without a file. */
  readonly attachedFileSize: string
}

/** The file of a message, going by its `data`. */
export function attachedOf(ctx: Pick<Ctx, 'origin'>, data: unknown): Attached {
  const { attachment } = WithFile.safeParse(data).data ?? {}
  if (!attachment) return { attachedFile: null, attachedFileName: null, attachedFileSize: '0kb' }
  const { id, name, size } = attachment
  return {
    attachedFile: publicUrl(ctx, `/chat/attachments/${id}/`),
    attachedFileName: name,
    attachedFileSize: `${Math.ceil(size / 1024)}kb`,
  }
}
