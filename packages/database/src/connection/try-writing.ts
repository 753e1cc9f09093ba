import type { Pool } from 'pg'
import { sqlState } from '../retry.ts'

/**
 * Writes where nothing is kept. Each time the file grows anew, by some pages: on a full disk what is
 * there already can still be changed, and only growing fails.
 */
const WRITE = `create temporary table if not exists souk_room (n bigint) on commit delete rows;
  insert into souk_room select generate_series(1, 2000)`

const NOT_ALLOWED = '42501'

/** @throws whatever keeps anybody from writing */
export async function tryWriting(pool: Pool): Promise<void> {
  try {
    await pool.query({ text: WRITE, query_timeout: 5000 } as { text: string })
  } catch (error) {
    // Where temporary tables are not for us, all that can be said is whether anybody answers.
    if (sqlState(error) !== NOT_ALLOWED) throw error
  }
}
