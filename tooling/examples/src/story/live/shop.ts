import type { World } from '../../world.ts'
import type { People } from '../people.ts'
import { watch } from './watch.ts'

/** Bisi orders of Ada, and asks staff: on document 3’s namespace, and for the SDK. */
export async function tellOfShopLive(world: World, people: People, map: string): Promise<void> {
  await ordered(world, people, map)
  await asked(world, people)
}

async function ordered({ seats }: World, { ada, bisi }: People, map: string): Promise<void> {
  const selling = await seats.sit('shopEvents', {})
  const nobodys = { accessToken: 'cs_of-nobody' }
  await selling.isRefused('authenticate', nobodys, 'Nobody has this token')
  const { token: accessToken } = ada
  await selling.says('authenticate', { accessToken }, 'Ada has come without a token, and shows it')
  const watching = await seats.sit('trpc', { token: ada.token })
  await watch(watching, 'shop.orders.watch', 'Ada watches the orders')
  await watch(watching, 'shop.escrow.watch', 'Ada watches what is held for them')
  await watch(watching, 'notifications.watch', 'Ada watches what is new')

  const body = { items: [{ productId: map, quantity: 1 }] }
  const { id: orderId } = await bisi.quietly('shop.orders.create', { body })
  await selling.hears('order:updated', 'Bisi has ordered a map')
  await selling.hears('notification', 'Ada is notified of it')
  await watching.hears('shop.orders.watch', 'Bisi has ordered a map')
  await watching.hears('notifications.watch', 'Ada is notified of it')
  await bisi.quietly('shop.escrow.create', { body: { orderId, releaseCode: 'harbour-4712' } })
  await selling.hears('escrow:updated', 'Bisi has chosen a code')
  await watching.hears('shop.escrow.watch', 'Bisi has chosen a code')
  await Promise.all([selling.leaves(), watching.leaves()])
}

async function asked({ seats }: World, { bisi, tunde }: People): Promise<void> {
  const body = { subject: 'A code', content: 'Where do I find it?', category: 'Orders' }
  const { id } = await bisi.quietly('support.create', { body })
  const asking = await seats.sit('shopEvents', { token: bisi.token })
  const watching = await seats.sit('trpc', { token: bisi.token })
  await watch(watching, 'support.watch', 'Bisi watches the tickets')
  const content = 'You have chosen it with the escrow.'
  await tunde.quietly('support.messages.send', { path: { id }, body: { content } })
  await asking.hears('support:new_message', 'Tunde answers')
  await watching.hears('support.watch', 'Tunde answers')
  await Promise.all([asking.leaves(), watching.leaves()])
}
