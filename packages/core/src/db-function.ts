import {
  type DbFunction,
  dbFunction as declare,
  sqlState,
  type Values,
  valuesOf,
} from '@souk/database'
import { type Ctx, isStaff, signedIn } from './context.ts'
import { invalidToken } from './invalid-token.ts'
import { unforeseen } from './unforeseen.ts'

/**
 * Who acts, whether as staff, from where, and when: SQL's type `call_context`. Whether they still may is
 * looked at in the transaction of the deed.
 */
const CONTEXT = {
  sql: 'p_ctx => acting(row($1::bigint, $2::boolean, $3::text, $4::timestamptz)::call_context)',
  values: 4,
}

/** What `acting` raises. */
const NOT_ACTING = 'SK401'

/** A database function whose first parameter says who calls, and when. */
export function dbFunction<const Parameter extends string, Row extends object>(
  name: string,
  parameters: readonly Parameter[],
  returns: { readonly row?: Row },
): DbFunction<Parameter, Row> {
  return declare(name, parameters, returns, CONTEXT)
}

/**
 * Calls a database function as whoever acts; nobody, for Souk itself. The readers of the streams that
 * it says it has recorded events in are woken once the transaction has committed.
 * @throws AUTHENTICATION_REQUIRED for a stranger: the database takes nobody for Souk itself;
 *   INVALID_TOKEN for somebody who was banned since the request came in
 */
export async function call<Parameter extends string, Row extends object>(
  ctx: Ctx,
  fn: DbFunction<Parameter, Row>,
  values: Values<Parameter>,
): Promise<Row> {
  const actorId = ctx.actor.kind === 'system' ? null : signedIn(ctx).userId
  const context = [actorId, isStaff(ctx), ctx.address, ctx.clock()]
  const [row] = await ctx.db
    .query(fn, [...context, ...valuesOf(fn, values)])
    .catch((error) => Promise.reject(sqlState(error) === NOT_ACTING ? invalidToken() : error))
  if (!row) throw unforeseen(`${fn.name} returned nothing`)
  const streams = 'streams' in row ? (row.streams as string[] | null) : null
  if (streams) ctx.db.afterCommit(() => ctx.bus.wake(streams))
  return row
}
