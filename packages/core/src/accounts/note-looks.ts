import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { looksOf } from './looks.ts'

/** Users that are looked at at a time, and so many times in one go. */
const BATCH = 2000
const BATCHES = 50

const findUnknown = statement<{ id: number; username: string }>(
  'users-without-looks',
  'select id, username from users where looks is null order by id limit $1',
)

const note = statement<object>(
  'note-looks',
  `update users set looks = array(select jsonb_array_elements_text(found.looks))
     from jsonb_to_recordset($1::jsonb) found (id bigint, looks jsonb)
    where users.id = found.id and users.looks is null`,
)

/** Finds out what the usernames look like that were chosen before that was asked. */
export async function noteLooks(ctx: Ctx): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const users = await ctx.db.query(findUnknown, [BATCH])
    const found = users.map(({ id, username }) => ({ id, looks: looksOf(username) }))
    if (found.length > 0) await ctx.db.query(note, [JSON.stringify(found)])
    if (found.length < BATCH) return
  }
}
