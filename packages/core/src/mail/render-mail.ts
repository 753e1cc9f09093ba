import { type Letter, layOut, type Rendered } from './layout.ts'
import * as offers from './templates/offers.ts'
import * as wallet from './templates/wallet.ts'

/** A template with the data that `queue_mail` was given for it. */
type Template = (data: never) => Letter

/** Every mail there is, under the name that `queue_mail` is called with. */
export const templates = {
  'offer.created': offers.offerCreated,
  'offer.paid': offers.offerPaid,
  'offer.cancelled': offers.offerCancelled,
  'offer.released': offers.offerReleased,
  'offer.expired': offers.offerExpired,
  'offer.disputed': offers.offerDisputed,
  'offer.resolved': offers.offerResolved,
  'offer.escalated': offers.offerEscalated,
  'withdrawal.requested': wallet.withdrawalRequested,
  'withdrawal.approved': wallet.withdrawalApproved,
  'withdrawal.rejected': wallet.withdrawalRejected,
  'deposit.credited': wallet.depositCredited,
} satisfies Readonly<Record<string, Template>>

/**
 * Writes a mail out.
 * @param name how its reader is addressed
 * @throws Error when this version of Souk does not know the template: a newer one might
 */
export function renderMail(template: string, data: object, name: string): Rendered {
  if (!Object.hasOwn(templates, template)) throw new Error(`there is no mail ${template}`)
  const letter = templates[template as keyof typeof templates] as Template
  return layOut(letter(data as never), name)
}
