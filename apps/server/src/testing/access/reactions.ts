import type { Access, Sides, World } from './access.ts'
import { storeOf } from './shop.ts'

/** A message of the buyer's in a room with the seller, and a reaction of the buyer's. */
async function reacted(world: World, sides: Sides) {
  await storeOf(world, sides)
  const { souk } = world
  const { token } = sides.buyer
  const other = { seller_id: `USR_${sides.seller.id}` }
  const { body: room } = await souk.post('/api/v1/chats/rooms', other, token)
  const path = `/api/v1/chats/rooms/${room.id}/messages`
  const { body } = await souk.post(path, { content: 'Good day' }, token)
  await souk.post(`/api/v1/chats/messages/${body.id}/reactions`, { reaction_type: 'HEART' }, token)
  return { message: body.id }
}

export const reactionsAccess: Access = {
  matrix: `
operation              on      | stranger | seller | buyer | staff | staff seller | staff buyer
rooms.reactions.list   reacted | party    | +      | +     | party | +            | +
rooms.reactions.add    reacted | party    | +      | +     | party | +            | +
rooms.reactions.remove reacted | party    | +      | +     | party | +            | +
`,
  inputs: {
    'rooms.reactions.list': ({ message }) => ({ messageId: message }),
    'rooms.reactions.add': ({ message }) => ({ messageId: message, reactionType: 'FIRE' }),
    'rooms.reactions.remove': ({ message }) => ({ messageId: message, reactionType: 'HEART' }),
  },
  targets: { reacted },
}
