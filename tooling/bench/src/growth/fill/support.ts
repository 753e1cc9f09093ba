import type { Fill } from './fill.ts'

/** Everybody has asked as much; one ticket in twenty is open, and one in progress, with the last user. */
export const fillSupport: Fill = async ({ run, rows, users, at }) => {
  await run(
    `insert into tickets (id, user_id, subject, content, status, priority, category, assignee_id,
                          created_at, updated_at)
     overriding system value
     select n, 1 + n % ${users}, 'Question ' || n, 'Where is it?',
            case n % 20 when 0 then 'OPEN' when 1 then 'IN_PROGRESS' when 2 then 'RESOLVED'
                        else 'CLOSED' end,
            (array['LOW', 'MEDIUM', 'HIGH', 'URGENT'])[1 + n / 20 % 4],
            (array['Delivery', 'Art & Design', 'Payments', 'Other'])[1 + n % 4],
            case n % 20 when 1 then ${users} end, ${at('n')}, ${at('n')}
       from generate_series(1, ${rows}) n`,
  )
  await run(
    `insert into ticket_leads (ticket_id, lead, user_id, status, priority, assignee_id)
     select distinct id, lead, user_id, status, priority, assignee_id
       from tickets, unnest(array[lower(category), split_part(lower(category), ' ', 1)]) lead`,
  )
  await run(
    `insert into messages (conversation, sender_id, body, created_at)
     select 'ticket:' || id, user_id, content, created_at from tickets order by id`,
  )
}
