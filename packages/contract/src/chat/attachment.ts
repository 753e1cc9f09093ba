import { z } from 'zod'
import { id, madeAt } from '../fields.ts'

/** What may be sent, by its bytes and not by its name. */
export const ATTACHMENT_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
] as const
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number]

/** A file that somebody has sent, to be attached to a message. */
export const Attachment = z.object({
  id: z.uuid(),
  name: z.string().describe('As it was sent, cleaned; its ending is that of its type.'),
  type: z.enum(ATTACHMENT_TYPES).describe('Its media type, by its bytes and not by its name.'),
  size: id().describe('In bytes, as it is kept: pictures are made anew, without what cameras add.'),
  createdAt: madeAt(),
})
export type Attachment = z.output<typeof Attachment>
