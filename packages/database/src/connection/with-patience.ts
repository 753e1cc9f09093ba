import type { Pool, PoolClient } from 'pg'

/** Does what may take its time on a connection of its own, which is nobody else's afterwards, whatever became of it. */
export async function withPatience<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(`set statement_timeout = 0; set lock_timeout = 0;
      set idle_in_transaction_session_timeout = 0`)
    return await work(client)
  } finally {
    // Its locks are given back, too.
    client.release(true)
  }
}
