import type { Fill } from './fill.ts'

/** To each message in a room. */
export const fillReactions: Fill = async ({ run }) => {
  await run(
    `insert into message_reactions (message_id, type, user_id, created_at)
     select id, 'HEART', sender_id, created_at from messages where conversation like 'room:%'`,
  )
}
