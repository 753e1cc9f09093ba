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
        example: { accessToken: 'cs_9f2c…' },
        acknowledgement: { schema: Acknowledgement, example: { success: true } },
        answers: ['error'],
      },
    },
  ),
  hears: eventsOf(
    { ...EVENTS, error: Refused },
    {
      'order:updated': {
        summary: 'To both sides of an order: it has been made, or has another status.',
        example: { orderId: 'order_12', status: 'CONFIRMED', message: 'The order is confirmed' },
      },
      'escrow:updated': {
        summary: 'To both sides of an order: its escrow has been made, or has another status.',
        example: { escrowId: 'escrow_7', status: 'FUNDED', message: 'The escrow holds the money' },
      },
      'support:new_message': {
        summary:
          'Somebody has written about a ticket: to all staff, and to whoever asked, but not to the session that wrote it.',
        example: {
          ticketId: 'ticket_3',
          message: {
            id: 'msg_19',
            content: 'Where was it?',
            isStaff: true,
            user: { username: 'amara', avatar: null },
            createdAt: '2026-03-14T09:26:53Z',
          },
        },
      },
      notification: {
        summary: 'Others did something that concerns the caller.',
        example: {
          id: 'notif_40',
          type: 'ORDER_CONFIRMED',
          title: 'Order Confirmed',
          message: 'The order is confirmed',
          data: { orderId: 'order_12' },
          createdAt: '2026-03-14T09:26:53Z',
        },
      },
      error: {
        summary: 'Something was refused, and no acknowledgement was asked for.',
        example: { message: 'Authentication required' },
      },
    },
  ),
})
