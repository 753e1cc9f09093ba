import type { Ctx } from './context.ts'
import { cleanUps } from './domains.ts'

/** Removes what has expired. */
export async function housekeeping(ctx: Ctx): Promise<void> {
  for (const cleanUp of cleanUps) await cleanUp(ctx)
}
