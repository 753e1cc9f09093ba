import type { Seat } from '../../sockets/seats.ts'
import type { World } from '../../world.ts'
import type { People } from '../people.ts'
import { watch } from './watch.ts'

/** Bisi and Ada agree on a price: on document 5’s namespace, and for the SDK. */
export async function tellOfRoomsLive({ seats }: World, people: People): Promise<void> {
  const { ada, bisi } = people
  const deal = await newRoom(people)
  const adas = await seats.sit('chatRooms', { token: ada.token })
  const bisis = await seats.sit('chatRooms', { token: bisi.token })
  const watching = await seats.sit('trpc', { token: bisi.token })
  await enter({ adas, bisis, watching }, deal)
  await talk({ adas, bisis, watching }, deal, bisi)
  await bargain({ adas, bisis }, deal)
  await bisis.says('ping', {}, 'Bisi’s client asks whether the line is up')
  await bisis.hears('pong', 'It is')
  await bisis.says('leave_room', { room_id: deal.room_id }, 'Bisi leaves')
  await bisis.hears('room_left', 'Bisi has left')
  await Promise.all([adas, bisis, watching].map((seat) => seat.leaves()))
}

interface Deal {
  readonly room_id: number
  readonly product_id: string
}

type Sitting = Readonly<Record<'adas' | 'bisis' | 'watching', Seat>>

async function newRoom({ ada, bisi }: People): Promise<Deal> {
  const sold = { name: 'Map of the canals', category: 'Art', priceBtc: 0.0005, priceEur: 24.5 }
  const body = { ...sold, stockQuantity: 10 }
  const { id } = await ada.quietly('shop.products.create', { body })
  const product_id = id.replace('product', 'PRD')
  const about = { seller_id: `USR_${ada.id}`, product_id }
  const { id: room_id } = await bisi.quietly('rooms.open', { body: about })
  const content = 'Is it still to be had?'
  await bisi.quietly('rooms.send', { path: { room_id }, body: { content } })
  return { room_id, product_id }
}

async function enter({ adas, bisis, watching }: Sitting, { room_id }: Deal): Promise<void> {
  await adas.hears('connected', 'Ada is let in')
  await adas.says('join_room', { room_id }, 'Ada joins a room')
  await adas.hears('room_joined', 'What there is in the room')
  await bisis.hears('connected')
  await bisis.says('join_room', { room_id })
  await bisis.hears('room_joined')
  await watch(watching, 'rooms.watch', 'Bisi watches the rooms')
  const about = { roomId: room_id }
  await watch(watching, 'rooms.watchTyping', 'Bisi watches who is writing in a room', about)
}

async function talk({ adas, bisis, watching }: Sitting, { room_id }: Deal, bisi: People['bisi']) {
  await adas.says('typing_start', { room_id }, 'Ada is writing')
  await bisis.hears('typing_update', 'Ada is writing')
  await watching.hears('rooms.watchTyping', 'Ada is writing')
  await adas.says('typing_stop', { room_id }, 'Ada writes no more')
  await bisis.hears('typing_update')
  const answer = { room_id, message: 'Yes, and you can have it today.', client_id: 'd5e3' }
  await adas.says('message', answer, 'Ada answers')
  const { message_id } = await adas.hears('message_sent', 'Ada’s message is stored')
  await bisis.hears('message', 'Ada has answered')
  await watching.hears('rooms.watch', 'Ada has answered')
  const body = { reaction_type: 'HEART' }
  await bisi.quietly('rooms.reactions.add', { path: { message_id }, body })
  await adas.hears('message_reaction_stats', 'Bisi likes that')
}

async function bargain({ adas, bisis }: Pick<Sitting, 'adas' | 'bisis'>, deal: Deal) {
  const offer = { ...deal, offer_amount: 20, message: 'Would this do?', client_id: 'f6a8' }
  await bisis.says('send_offer', offer, 'Bisi offers 20 euros')
  const { offer_id } = await bisis.hears('offer_confirmed', 'Bisi’s offer is stored')
  await adas.hears('offer_sent', 'Bisi offers 20 euros')
  const counter = { offer_id, response: 'counter', counter_price: 22.5, message: 'A little more.' }
  await adas.says('respond_to_offer', counter, 'Ada wants 22.50')
  const answered = await bisis.hears('offer_response', 'Ada wants 22.50')
  await adas.hears('offer_response')
  await adas.isRefused('respond_to_offer', { offer_id, response: 'reject' }, 'Ada has answered')
  const accepted = { offer_id: answered.counter_offer_id, response: 'accept', message: 'Good.' }
  await bisis.says('respond_to_offer', accepted, 'Bisi accepts')
  await adas.hears('offer_response', 'Bisi accepts, and has an order')
}
