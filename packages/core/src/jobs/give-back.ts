import { type Statement, statement } from '@souk/database'

/**
 * Moves the deadlines in a column on, of whatever in a table still waits for them: by the time that nobody
 * was there, or by what of it came after it was made.
 */
export const giveBack = (table: string, deadline: string, waits: string): Statement<object> =>
  statement(
    `give-back-time-of-${table}`,
    `update ${table}
        set ${deadline} = ${deadline}
            + greatest($2::timestamptz - greatest($1, created_at), interval '0')
      where ${waits} and ${deadline} > $1`,
  )
