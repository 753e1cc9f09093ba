import type { Fill } from './fill.ts'

/** A message for every trade and every offer. */
export const fillConversations: Fill = async ({ run }) => {
  await run(
    `insert into messages (conversation, sender_id, body, created_at)
     select conversation, sender_id, 'Hello, is it still available?', at from (
       select 'trade:' || id as conversation, seller_id as sender_id, created_at as at from trades
       union all select 'offer:' || id, maker_id, created_at from offers) m
      order by at`,
  )
}
