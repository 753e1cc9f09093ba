import type { Fill } from './fill.ts'

/** A file goes with each message of a thread's first; one in fifty has only been sent today. */
export const fillAttachments: Fill = async ({ run }) => {
  await run(
    `insert into attachments
       (owner_id, state, bytes, name, type, sha256, conversation, message_id, created_at)
     select sender_id, case when id % 50 = 0 then 'loose' else 'attached' end, 1000, 'receipt.pdf',
            'application/pdf', '\\x00', conversation, id,
            case when id % 50 = 0 then now() else created_at end
       from messages where conversation like 'direct:%' and body like 'Hello%'`,
  )
  await run(
    `insert into attachment_spaces (user_id, bytes)
     select owner_id, sum(bytes) from attachments group by owner_id`,
  )
}
