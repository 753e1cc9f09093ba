import type { Ctx } from './context.ts'
import { cleanUps } from './domains.ts'

/**
 * Removes what has expired. What one domain cannot remove keeps none of the others from it.
 * @throws AggregateError with all that went wrong
 */
export async function housekeeping(ctx: Ctx): Promise<void> {
  const failures: unknown[] = []
  for (const cleanUp of cleanUps) await cleanUp(ctx).catch((error) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be removed')
}
