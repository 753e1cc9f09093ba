import type { World } from '../../world.ts'
import type { People } from '../people.ts'
import { tellOfChatLive } from './chat.ts'
import { tellOfMarketLive } from './market.ts'
import { tellOfRoomsLive } from './rooms.ts'
import { tellOfShopLive } from './shop.ts'
import { tellOfTradesLive } from './trades.ts'

/** What people say and hear on sockets. */
export async function tellLive(world: World, people: People, map: string): Promise<void> {
  await tellOfTradesLive(world, people)
  await tellOfMarketLive(world, people)
  await tellOfShopLive(world, people, map)
  await tellOfChatLive(world, people)
  await tellOfRoomsLive(world, people)
}
