import type { Side } from './side.ts'

/**
 * Puts as many messages in a conversation as there are trades, behind Souk's back: a side of it has
 * written them all, the others have read none.
 */
export async function talkMuch({ client }: Side, conversation: string, sender: number) {
  const { rows } = await client.query<{ count: number; latest: number }>(
    `with said as (
       insert into messages (conversation, sender_id, body, created_at)
       select $1, $2, 'Word ' || n, now()
         from generate_series(1, (select count(*) from trades)) n returning id)
     select count(*)::int as count, max(id)::int as latest from said`,
    [conversation, sender],
  )
  const { count, latest } = rows[0] ?? { count: 0, latest: 0 }
  await client.query(
    'update conversations set messages = messages + $2, latest_id = $3 where name = $1',
    [conversation, count, latest],
  )
  await client.query(
    `update conversation_members set latest_id = $3,
            unread = unread + case when user_id = $4 then 0 else $2 end,
            read_up_to = case when user_id = $4 then $3 else read_up_to end
      where conversation = $1`,
    [conversation, count, latest, sender],
  )
  await client.query('vacuum analyze messages')
}
