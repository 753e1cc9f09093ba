import { fieldRefused } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { looksLikeHouse, looksLikeRole, looksOf, looseLooksOf } from './looks.ts'
import { usernameKey } from './names.ts'

export interface Names {
  /** Undefined when it was made up for them. */
  readonly username?: string | undefined
  readonly fullname?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
}

const findStaffNames = statement<{ name: string }>(
  'staff-names',
  `select n.name from users, lateral (values (username), (display_name)) n (name) where is_staff`,
)

const findTaken = statement<{ taken: boolean }>(
  'username-taken',
  'select exists (select from users where username_key = $1) as taken',
)

const findAlike = statement<{ alike: boolean }>(
  'username-alike',
  'select exists (select from users where username_key = $1 or looks && $2::text[]) as alike',
)

/**
 * Refuses names by which others could take somebody for the house, for its staff, or, as what they
 * are shown by, for somebody else.
 * @throws VALIDATION_FAILED
 */
export async function refuseBorrowedName(ctx: Ctx, names: Names): Promise<void> {
  const shown = shownNames(names)
  const isOfStaff = await staffNames(ctx)
  for (const [field, name] of shown) {
    if (looksLikeRole(name) || isOfStaff(name))
      throw fieldRefused(field, 'must not look like a name of Souk or its staff')
    const [found] = await ctx.db.query(findAlike, [usernameKey(name), looksOf(name)])
    if (found?.alike) throw fieldRefused(field, 'must not look like the name of somebody else')
  }
  const { username } = names
  if (username === undefined) return
  if (!looksLikeHouse(username) && !isOfStaff(username)) return
  // One that is taken is no secret, and is answered like any other.
  const [found] = await ctx.db.query(findTaken, [usernameKey(username)])
  if (!found?.taken) {
    throw fieldRefused('username', 'must not look like a name of Souk or its staff')
  }
}

/** By what others will see them, and in which field that was said. */
function shownNames({ fullname, firstName, lastName }: Names): [field: string, name: string][] {
  const both = [firstName, lastName].filter((part) => part !== undefined).join(' ')
  const named: [string, string][] = [
    ['fullname', fullname ?? ''],
    [firstName === undefined ? 'lastName' : 'firstName', both],
  ]
  return named.filter(([, name]) => name !== '')
}

async function staffNames(ctx: Ctx): Promise<(name: string) => boolean> {
  const staff = await ctx.db.query(findStaffNames, [])
  const taken = new Set(staff.flatMap(({ name }) => looseLooksOf(name)))
  return (name) => looseLooksOf(name).some((look) => taken.has(look))
}
