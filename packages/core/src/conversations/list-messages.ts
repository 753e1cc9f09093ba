import { MAX_LISTED, type Page } from '@souk/contract'
import { type Db, statement } from '@souk/database'
import { isoTime } from '../iso-time.ts'

export interface Message {
  readonly id: number
  readonly senderId: number
  readonly senderName: string
  readonly message: string
  readonly createdAt: string
}

interface MessageRow extends Omit<Message, 'createdAt'> {
  readonly createdAt: string
}

const selectMessages = statement<MessageRow>(
  'messages-page',
  `select m.id, m.sender_id as "senderId", u.display_name as "senderName",
          m.body as message, m.created_at as "createdAt"
     from messages m join users u on u.id = m.sender_id
    where m.conversation = $1 order by m.id desc limit $2 offset $3`,
)

const countMessages = statement<{ total: number }>(
  'messages-count',
  `select count(*) as total
     from (select from messages where conversation = $1 limit ${MAX_LISTED}) m`,
)

/** One page of a conversation: page 1 holds the newest messages, each page is oldest first. */
export async function listMessages(
  db: Db,
  conversation: string,
  { page, perPage }: { page: number; perPage: number },
): Promise<Page<Message>> {
  const rows = await db.query(selectMessages, [conversation, perPage, (page - 1) * perPage])
  const [count] = await db.query(countMessages, [conversation])
  const items = rows.map((row) => ({ ...row, createdAt: isoTime(row.createdAt) })).reverse()
  return { items, page, perPage, total: count?.total ?? 0 }
}
