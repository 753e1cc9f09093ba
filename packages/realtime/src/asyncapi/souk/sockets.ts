import { directChat } from '../../direct-chat/described.ts'
import { marketFeed } from '../../market-feed/described.ts'
import { chatRooms } from '../../socket-io/chat/described.ts'
import { shopEvents } from '../../socket-io/shop/described.ts'
import { tradeChat } from '../../trade-chat/described.ts'
import type { Socket } from '../socket.ts'
import { describedTrpc } from './trpc.ts'

/** Every socket of Souk, in the order of reading. */
export function soukSockets(): Socket[] {
  return [tradeChat, marketFeed, shopEvents, directChat, chatRooms, describedTrpc()]
}
