import { type Ctx, isStaff, viewerId } from '../context.ts'

/**
 * Who may see an offer, its chat and its dispute, as SQL over its two sides, given the viewer's id
 * ($1) and whether he is staff ($2).
 */
export const visible = (seller: string, buyer: string) => `($1 in (${seller}, ${buyer}) or $2)`

/** The values of `$1` and `$2` above. */
export const viewer = (ctx: Ctx): [number | null, boolean] => [viewerId(ctx), isStaff(ctx)]
