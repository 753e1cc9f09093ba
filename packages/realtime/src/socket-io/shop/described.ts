import { eventsOf } from '../../asyncapi/socket.ts'
import { Acknowledgement, Refused } from '../acknowledgement.ts'
import { Shown } from '../credential.ts'
import { describedNamespace } from '../described.ts'
import { EVENTS } from './events.ts'
import { shop } from './namespace.ts'

/** Document 3's namespace, for the AsyncAPI document. */
export const shopEvents = describedNamespace(shop, {
  id: 'shopEvents',
  title: 'Shop events (Socket.IO)',
  description:
    'What happens to the caller’s orders, escrows and tickets, and what they are notified of. Staff hear of all tickets.',
  credentials: ['authenticateEvent'],
  sends: eventsOf(
    { authenticate: Shown },
    {
      authenticate: {
        summary:
          'Says whose the connection is, where it came without a credential; or makes it somebody else’s.',
        acknowledgement: Acknowledgement,
        answers: ['error'],
      },
    },
  ),
  hears: eventsOf(
    { ...EVENTS, error: Refused },
    {
      'order:updated': {
        summary: 'To both sides of an order: it has been made, or has another status.',
      },
      'escrow:updated': {
        summary: 'To both sides of an order: its escrow has been made, or has another status.',
      },
      'support:new_message': {
        summary:
          'Somebody has written about a ticket: to all staff, and to whoever asked, but not to the session that wrote it.',
      },
      notification: { summary: 'Others did something that concerns the caller.' },
      error: { summary: 'Something was refused, and no acknowledgement was asked for.' },
    },
  ),
})
