import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { file, fileShown } from '../files.ts'
import { ATTACHMENT_TYPES, Attachment } from './attachment.ts'

/** Files that are sent with messages (document 4's `attached_file`). */
export const attachments = {
  upload: mutation({
    access: 'user',
    summary: 'Send a file, to be attached to a message',
    description:
      'A JPEG, PNG or WebP picture or a PDF of at most 10 MiB, by what it is and not by its name. Pictures are made ' +
      'anew, upright, without what cameras add (place, time, device) and at most 4096 pixels wide and high. What no message has been sent with after a ' +
      'day is removed. Each user may keep 500 MiB, and send four files at a time.',
    input: z.object({ file: file() }),
    output: Attachment,
    errors: ['LIMIT_EXCEEDED'],
    rest: [
      {
        method: 'POST',
        path: '/chat/attachments/',
        dialect: 'entity',
        status: 201,
        message: 'File received',
        location: '/chat/attachments/{id}/',
      },
    ],
  }),
  download: query({
    access: 'user',
    summary: 'Get a file',
    description:
      'Always as a download. Until it is attached, whoever sent it gets it; then whoever takes part in the ' +
      'conversation; nobody, once its message is deleted.',
    input: z.object({ id: z.uuid() }),
    output: fileShown(ATTACHMENT_TYPES),
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/chat/attachments/{id}/', dialect: 'entity' }],
  }),
  discard: mutation({
    access: 'user',
    summary: 'Remove a file that has not been sent with a message',
    description: 'Its room is free again at once. A file in a message goes when that is deleted.',
    input: z.object({ id: z.uuid() }),
    output: z.null(),
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'DELETE',
        path: '/chat/attachments/{id}/',
        dialect: 'entity',
        message: 'File removed',
      },
    ],
  }),
}
