import { type Escrow, type EscrowStatus, type Page, SoukError } from '@souk/contract'
import type { Given } from '../../conditions.ts'
import { type Ctx, isStaff, signedIn } from '../../context.ts'
import { type Paging, pagedList, readPage } from '../../pages.ts'
import { shortened } from '../orders/order-of.ts'
import { type EscrowRow, escrowOf } from './escrow-of.ts'

const shown = {
  order: ['id desc'],
  show: `escrow_seen_by($me, escrow_shown.shown) as shown
           from page join escrow_shown on escrow_shown.id = page.id`,
}
const and = ({ status }: Given<'status'>, column: string) =>
  status === undefined ? '' : `and ${column} = $status`

const FILTERS = { status: '' }

const ofOne = pagedList<{ shown: EscrowRow }, 'status'>('escrows-of', FILTERS, (given) => ({
  branches: [
    `select id from escrows where buyer_id = $user ${and(given, 'status')}`,
    `select escrow_id as id from order_parts
      where seller_id = $user and escrow_id is not null ${and(given, 'escrow_status')}`,
  ],
  ...shown,
}))

const ofAll = pagedList<{ shown: EscrowRow }, 'status'>('escrows', FILTERS, (given) => ({
  branches: [`select id from escrows where true ${and(given, 'status')}`],
  ...shown,
}))

export interface EscrowFilter extends Paging {
  readonly status?: EscrowStatus | undefined
  readonly userId?: number | undefined
}

/**
 * The escrows of what the caller bought and sold, newest first; for staff all of them, or one user's.
 * @throws FORBIDDEN for somebody else's
 */
export function listEscrows(
  ctx: Ctx,
  { status, userId, ...paging }: EscrowFilter,
): Promise<Page<Escrow>> {
  const me = signedIn(ctx).userId
  if (!isStaff(ctx) && (userId ?? me) !== me) {
    throw new SoukError('FORBIDDEN', 'Only staff may see the escrows of others')
  }
  const user = userId ?? (isStaff(ctx) ? undefined : me)
  const show = (row: { shown: EscrowRow }) => {
    const escrow = escrowOf(row.shown)
    return { ...escrow, order: shortened(escrow.order) }
  }
  return user === undefined
    ? readPage(ctx, ofAll, { me, status }, paging, show)
    : readPage(ctx, ofOne, { me, user, status }, paging, show)
}
