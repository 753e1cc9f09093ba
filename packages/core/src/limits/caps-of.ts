import type { Ctx } from '../context.ts'

/** How many deals of a kind somebody may have begun, as the database functions take it; null for any. */
export function capsOf({ settings: { dealCaps } }: Ctx): string | null {
  return dealCaps && JSON.stringify(dealCaps)
}
