import {
  type AnsweredOffer,
  type OfferAnswer,
  type RoomOfferResponse,
  type RoomOfferStatus,
  SoukError,
} from '@souk/contract'
import { row } from '@souk/database'
import type { Ctx } from '../context.ts'
import { type MessageRow, showMessage } from '../conversations/kind.ts'
import { call, dbFunction } from '../db-function.ts'
import { capsOf } from '../limits/caps-of.ts'
import { type DealRefusal, dealRefused } from '../limits/deal-refused.ts'
import { rulesFor } from '../rules.ts'
import { eurRate } from '../shop/products/product-of.ts'
import { asTheyAre } from './message-states.ts'
import { answerOf } from './offer-answer.ts'
import { roomRefused } from './refusals.ts'
import { type AboutRoom, roomMessageOf } from './room-message.ts'
import { type OfferRole, offerRules } from './transitions.ts'
import { writerOf } from './writer.ts'

interface AnsweredRow {
  readonly outcome: string
  readonly detail: string | null
  readonly role: OfferRole
  readonly side: 'buyer' | 'seller'
  readonly status: RoomOfferStatus
  readonly answer: Omit<OfferAnswer, 'response'> | null
  readonly counter_offer: MessageRow<AboutRoom> | null
  readonly is_repeated: boolean
}

const answerFunction = dbFunction(
  'answer_offer',
  ['offer', 'action', 'when', 'to', 'words', 'price', 'eurRate', 'feePercent', 'caps', 'writer'],
  row<AnsweredRow>(),
)

export interface OfferResponse {
  readonly offerId: number
  readonly response: RoomOfferResponse
  readonly message?: string | null
  /** What is offered instead, in EUR. */
  readonly counterPrice?: string | null | undefined
}

/**
 * Answers an offer of the other side's, once. Accepting makes the buyer's order at that price, which is to
 * be paid like any other; countering makes an offer the other way. The same answer again is as it was.
 * @throws NOT_A_PARTY for others, and for whoever has made it; CONFLICT once it has been answered otherwise,
 *   or while its product cannot be had; FORBIDDEN where one has blocked the other; VALIDATION_FAILED for a
 *   price that cannot be paid; COIN_DISABLED, RESTRICTED, LIMIT_EXCEEDED for the buyer's order
 */
export async function respondToOffer(
  ctx: Ctx,
  { offerId, response, message, counterPrice }: OfferResponse,
): Promise<AnsweredOffer & { isRepeated: boolean }> {
  const answered = await call(ctx, answerFunction, {
    offer: offerId,
    action: response,
    ...rulesFor(offerRules(response), 'to'),
    words: message ?? null,
    price: counterPrice ?? null,
    eurRate: (await eurRate(ctx)) ?? null,
    feePercent: ctx.settings.feePercent,
    caps: capsOf(ctx),
    writer: writerOf(ctx),
  })
  const { answer, counter_offer: counter, is_repeated: isRepeated } = answered
  if (answered.outcome !== 'done' || !answer) throw refused(answered)
  const shown = counter ? [showMessage({ show: roomMessageOf }, counter)] : []
  const [counterOffer = null] = isRepeated ? await asTheyAre(ctx, answer.roomId, shown) : shown
  return { ...answerOf(answer), counterOffer, isRepeated }
}

function refused({ outcome, detail, role, side, status }: AnsweredRow): SoukError {
  switch (outcome) {
    case 'refused':
      return role === 'maker'
        ? new SoukError('NOT_A_PARTY', 'You cannot answer your own offer')
        : new SoukError('CONFLICT', IN_WORDS[status] ?? IN_WORDS.expired)
    case 'not_available':
      return new SoukError('CONFLICT', 'This product cannot be bought at the moment')
    // What keeps the buyer from ordering is the buyer's own matter.
    case 'refused order':
      return side === 'buyer'
        ? dealRefused(detail as DealRefusal, 'btc')
        : new SoukError('CONFLICT', 'The buyer cannot order this at the moment')
    default:
      return roomRefused(outcome, 'counterPrice')
  }
}

const IN_WORDS = {
  accepted: 'This offer has already been accepted',
  rejected: 'This offer has already been rejected',
  countered: 'This offer has already been countered',
  expired: 'This offer has expired',
  pending: undefined,
} as const
