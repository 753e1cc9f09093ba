import { fieldRefused } from '@souk/contract'
import { statement } from '@souk/database'
import type { Ctx } from '../context.ts'
import { looksLikeRole, looksOf, looseLooksOf, undressedLooksOf } from './looks.ts'
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

const findAlike = statement<{ taken: boolean; alike: boolean }>(
  'username-alike',
  `select exists (select from users where username_key = $1) as taken,
          exists (select from users where looks && $2::text[]) as alike`,
)

/** As ids are written in documents. */
const ID =
  /^(?:user|usr|seller|product|prd|order|escrow|ticket|wallet|item|review|participant)_\d+$/i

/**
 * Refuses names by which others could take somebody for the house, for its staff, or for somebody else,
 * whose id it reads like.
 * @throws VALIDATION_FAILED
 */
export async function refuseBorrowedName(ctx: Ctx, names: Names): Promise<void> {
  if (ID.test(names.username ?? '')) throw fieldRefused('username', 'must not read like an id')
  const isOfStaff = await staffNames(ctx)
  for (const [field, name] of shownNames(names)) {
    // A sign more or less makes another username of it, and no other display name.
    const looks = field === 'username' ? looksOf(name) : undressedLooksOf(name)
    const { taken, alike } = await whoseNameIs(ctx, name, looks)
    // A username that is taken is no secret, and is answered like any other.
    if (field === 'username' && taken) continue
    // In what one is shown by, figures make no other name of it: `Support24`. Usernames often need them.
    const said = field === 'username' ? name : name.replace(/^\d+|\d+$/g, '')
    if (looksLikeRole(said) || isOfStaff(name))
      throw fieldRefused(field, 'must not look like a name of Souk or its staff')
    if (taken || alike) throw fieldRefused(field, 'must not look like the name of somebody else')
  }
}

async function whoseNameIs(
  ctx: Ctx,
  name: string,
  looks: string[],
): Promise<{ taken: boolean; alike: boolean }> {
  const [found] = await ctx.db.query(findAlike, [usernameKey(name), looks])
  return found ?? { taken: false, alike: false }
}

/** By what others will see them, and in which field that was said. */
function shownNames(names: Names): [field: string, name: string][] {
  const { username, fullname, firstName, lastName } = names
  const both = [firstName, lastName].filter((part) => part !== undefined).join(' ')
  const named: [string, string][] = [
    ['username', username ?? ''],
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
