import { type DisputeEntry, SoukError } from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../../context.ts'
import { call, dbFunction } from '../../db-function.ts'
import { unforeseen } from '../../unforeseen.ts'
import { disputeNotFound } from '../refusals.ts'
import { disputeEntryOf } from './dispute-of.ts'

type AddRow =
  | { outcome: 'done'; entry: DisputeEntry }
  | { outcome: 'unknown' | 'not_yours' | 'over'; entry: null }

const addFunction = dbFunction('add_dispute_entry', ['offer', 'kind', 'body'], row<AddRow>())

/** Adds to a dispute's evidence. @throws NOT_FOUND, NOT_A_PARTY, CONFLICT */
async function addEntry(
  ctx: Ctx,
  offer: number,
  kind: DisputeEntry['kind'],
  body: string,
): Promise<DisputeEntry> {
  const added = await call(ctx, addFunction, { offer, kind, body })
  switch (added.outcome) {
    case 'done':
      return disputeEntryOf(added.entry)
    case 'not_yours':
      throw new SoukError('NOT_A_PARTY', 'You are not authorized to add to this dispute')
    case 'over':
      throw new SoukError('CONFLICT', 'This dispute is already resolved')
    case 'unknown':
      throw disputeNotFound()
    default:
      throw unforeseen(added)
  }
}

/** States one's case; the sides and staff, until the dispute is resolved. */
export function stateInDispute(
  ctx: Ctx,
  input: { offerId: number; statement: string },
): Promise<DisputeEntry> {
  return addEntry(ctx, input.offerId, 'statement', input.statement)
}

/** Adds a note that only staff can read. Staff who are a side of the offer may not. */
export function noteInDispute(
  ctx: Ctx,
  input: { id: number; note: string },
): Promise<DisputeEntry> {
  return addEntry(ctx, input.id, 'note', input.note)
}
