import { OF_REQUESTS } from '../asyncapi/security.ts'
import { framesOf, type Socket } from '../asyncapi/socket.ts'
import { ServerFrame } from './frames.ts'

/** Document 2's socket, for the AsyncAPI document. */
export const marketFeed: Socket = {
  id: 'marketFeed',
  title: 'Market feed',
  description:
    'What happens to the caller’s offers on the market, from the moment the socket opens; each frame goes to the side that has to know. There is nothing to be sent: what a client says is ignored. Every field exact, and resumable, the same is `market.events` over tRPC.',
  places: [{ server: 'main', address: '/ws/p2p' }],
  credentials: OF_REQUESTS,
  isForStrangers: false,
  sends: [],
  hears: framesOf('type', ServerFrame, {
    ad_interest: { summary: 'To the owner of an ad: an offer is made on it.' },
    payment_indication: {
      summary: 'To who sells the coin: the buyer says that the money is sent.',
    },
    offer_cancel: {
      summary:
        'To the other side, or to both when staff give the coin back: an offer is cancelled.',
    },
    funds_released: { summary: 'To who buys the coin: it is in their wallet.' },
  }),
  limits: [],
}
