import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'

const beat = statement<{ seconds: number | null }>('note-alive', 'select note_alive($1) as seconds')

/**
 * Says that Souk is there, well within every 15 seconds. After a longer silence, running windows
 * are first given back the time they lost, so every deadline asks here before it strikes.
 * @returns for how many seconds nobody was there, or null
 */
export async function noteAlive(ctx: Ctx): Promise<number | null> {
  const [row] = await ctx.db.query(beat, [ctx.clock()])
  return row?.seconds ?? null
}
