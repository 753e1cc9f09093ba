import type { Call } from '../call.ts'
import type { Side } from '../side.ts'
import { largeSeller } from './shop.ts'

const question = { subject: 'Nothing has come', content: 'Where is it?', category: 'Art & Design' }

interface Made {
  readonly data: { readonly id: string }
}

async function newTicket({ souk, people }: Side) {
  const made = await souk.post('/api/support', people.seller.token, question)
  return { id: (made as Made).data.id }
}

const ticket = (side: Side) => side.once('ticket', newTicket)

/** What both the document's paths and those of its own pages do. */
const callsAt = (path: '/api/support' | '/api/support/tickets'): Call[] => [
  { operation: `GET ${path}`, as: 'buyer' },
  { operation: `POST ${path}`, body: question, as: 'seller' },
  { operation: `GET ${path}/{id}`, given: ticket, as: 'seller' },
  { operation: `PUT ${path}/{id}`, given: newTicket, body: { priority: 'HIGH' }, as: 'staff' },
  { operation: `GET ${path}/{id}/messages`, given: ticket, as: 'seller' },
  { operation: `POST ${path}/{id}/messages/read`, given: ticket, as: 'seller' },
  {
    operation: `POST ${path}/{id}/messages`,
    given: ticket,
    body: { content: 'A word' },
    as: 'seller',
  },
]

const all = (query: string, given?: Call['given']): Call => ({
  operation: 'GET /api/support/all',
  query,
  as: 'staff',
  ...(given && { given }),
})

/** Who looks after all that is in progress. */
const lastUser = async ({ client }: Side) => {
  const { rows } = await client.query('select max(assignee_id)::int as last from tickets')
  return { last: rows[0].last as number }
}
const buyer = async ({ people }: Side) => ({ user: people.buyer.id })

export const supportCalls: readonly Call[] = [
  ...callsAt('/api/support'),
  ...callsAt('/api/support/tickets'),
  { operation: 'GET /api/support', query: 'status=open&category=art', as: 'buyer' },
  { operation: 'GET /api/support/all', as: 'staff' },
  all('page=20'),
  all('status=resolved'),
  all('status=open&priority=urgent'),
  all('category=art'),
  all('category=art&status=in_progress'),
  all('category=art&priority=urgent'),
  all('category=art&status=open&priority=low'),
  all('category=art&assigneeId={last}', lastUser),
  all('assigneeId={last}&priority=low', lastUser),
  all('userId={user}&status=open', buyer),
]

export const notificationCalls: readonly Call[] = [
  { operation: 'GET /api/notifications', as: 'buyer' },
  { operation: 'GET /api/notifications', query: 'unread=true', as: 'buyer' },
  { operation: 'POST /api/notifications/read', as: 'seller' },
  { operation: 'POST /api/notifications/read', body: { ids: [1, 2, 3] }, as: 'buyer' },
  { operation: 'GET /api/notifications', given: largeSeller },
  { operation: 'GET /api/notifications', query: 'unread=true', given: largeSeller },
  { operation: 'GET /api/notifications', query: 'page=50', given: largeSeller },
  { operation: 'GET /api/v1/notifications', as: 'buyer' },
  { operation: 'GET /api/v1/notifications', given: largeSeller },
  { operation: 'GET /api/v1/notifications/unread/count', given: largeSeller },
  { operation: 'GET /api/v1/notifications/unread/count', as: 'buyer' },
  {
    operation: 'POST /api/v1/notifications/mark-read',
    body: { notification_ids: [1, 2, 3] },
    as: 'buyer',
  },
  { operation: 'GET /api/notifications/settings', as: 'buyer' },
  { operation: 'PUT /api/notifications/settings', body: { escrow: true }, as: 'buyer' },
]
