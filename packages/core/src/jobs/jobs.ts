import type { Ctx } from '../context.ts'
import { sendMail } from '../mail/send-mail.ts'
import { expireAd } from '../market/ads/expire-ad.ts'
import { escalateDispute } from '../market/disputes/escalate-dispute.ts'
import { expireOffer } from '../market/offers/expire-offer.ts'
import { payWithdrawal } from '../wallet/pay-withdrawal.ts'
import { noteAlive } from './note-alive.ts'

/**
 * What is done when a job of a queue has become due. A job may run more than once, and long after
 * its time: each verb looks first at how things stand.
 */
export const jobs = {
  'mail.send': sendMail,
  'offer.expire': deadline(expireOffer),
  'ad.expire': deadline(expireAd),
  'dispute.escalate': deadline(escalateDispute),
  'withdrawal.pay': payWithdrawal,
}

type Job<Data> = (ctx: Ctx, data: Data) => Promise<void>

/** A deadline counts only once people have been given back the time in which Souk was away. */
function deadline<Data>(strike: Job<Data>): Job<Data> {
  return async (ctx, data) => {
    // One reading of the clock for both: the database may be frozen in between.
    const now = ctx.clock()
    const moment = { ...ctx, clock: () => now }
    await noteAlive(moment)
    await strike(moment, data)
  }
}
