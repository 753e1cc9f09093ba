import type { Call } from '../call.ts'
import type { Side } from '../side.ts'
import { ownStore } from './shop.ts'

/** A message of the buyer's in a room with the seller. */
const message = (side: Side) =>
  side.once('message to react to', async ({ souk, people }) => {
    await ownStore(side)
    const { token } = people.buyer
    const seller = `USR_${people.seller.id}`
    const room = (await souk.post('/api/v1/chats/rooms', token, { seller_id: seller })) as {
      id: number
    }
    const path = `/api/v1/chats/rooms/${room.id}/messages`
    const { id } = (await souk.post(path, token, { content: 'Good day' })) as { id: number }
    return { message_id: id }
  })

const MESSAGE = '/api/v1/chats/messages/{message_id}/reactions'

export const reactionCalls: readonly Call[] = [
  { operation: `GET ${MESSAGE}`, given: message, as: 'buyer' },
  { operation: `POST ${MESSAGE}`, given: message, body: { reaction_type: 'HEART' }, as: 'buyer' },
  {
    operation: `DELETE ${MESSAGE}/{reaction_type}`,
    given: async (side) => ({ ...(await message(side)), reaction_type: 'HEART' }),
    as: 'buyer',
  },
]
