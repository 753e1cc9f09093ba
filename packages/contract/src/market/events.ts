import { z } from 'zod'
import { subscription } from '../define.ts'
import { lastEventId } from '../fields.ts'
import { AdEvent } from './ad.ts'
import { OfferEvent, OfferMessageEvent } from './offer.ts'

/** Anything in the market that concerns one user. */
export const MarketEvent = z.discriminatedUnion('type', [AdEvent, OfferEvent, OfferMessageEvent])
export type MarketEvent = z.output<typeof MarketEvent>

export const marketEvents = subscription({
  access: 'user',
  summary: 'Watch what happens to the caller’s ads and offers',
  description: 'As either side of an offer, its chat included; in one stream and one order.',
  input: z.object({ lastEventId: lastEventId() }),
  output: MarketEvent,
})
