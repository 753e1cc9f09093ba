import type { People } from './people.ts'

/** Bisi and Ada agree on a price, by document 5. */
export async function tellOfRooms({ ada, bisi }: People, map: string): Promise<void> {
  const product_id = map.replace('product', 'PRD')
  const body = { seller_id: `USR_${ada.id}`, product_id }
  const { id: room_id } = await bisi.does('rooms.open', 'Bisi goes to Ada about the map', { body })
  await bisi.does('rooms.open', 'Bisi comes back', { body })
  const path = { room_id }
  const said = {
    content: 'Is it still to be had?',
    message_data: { product_id },
    client_id: 'b3f1',
  }
  const { id: message_id } = await bisi.does('rooms.send', 'Bisi asks', { path, body: said })
  await ada.does('rooms.list', 'Ada looks who has come')
  await ada.does('rooms.get', 'Ada looks in', { path })
  await ada.does('rooms.messages', 'Ada reads', { path })
  await ada.does('rooms.markRead', 'Ada has read all', { path })
  await bisi.isRefused('rooms.open', 'NOT_FOUND', 'There is no such seller', {
    body: { seller_id: 'USR_999999' },
  })
  await react({ ada }, message_id)
  await bargain({ ada, bisi }, { room_id, product_id })
}

async function react({ ada }: Pick<People, 'ada'>, message_id: number): Promise<void> {
  const path = { message_id }
  const body = { reaction_type: 'HEART' }
  await ada.does('rooms.reactions.add', 'Ada likes that', { path, body })
  await ada.does('rooms.reactions.list', 'Ada looks who likes it', { path })
  await ada.does('rooms.reactions.remove', 'Ada takes it back', {
    path: { message_id, reaction_type: 'HEART' },
  })
}

interface Deal {
  readonly room_id: number
  readonly product_id: string
}

async function bargain({ ada, bisi }: Pick<People, 'ada' | 'bisi'>, { room_id, product_id }: Deal) {
  const path = { room_id }
  const offer = { product_id, price: '20.00', message: 'Would this do?' }
  const { id } = await bisi.does('rooms.sendOffer', 'Bisi offers 20 euros', { path, body: offer })
  await bisi.isRefused('rooms.sendOffer', 'NOT_FOUND', 'Ada has no such product', {
    path,
    body: { ...offer, product_id: 'PRD_999999' },
  })
  const sold = { name: 'Map of the islands', category: 'Art', priceBtc: 0.001, stockQuantity: 0 }
  const gone = await ada.quietly('shop.products.create', { body: sold })
  await bisi.isRefused('rooms.sendOffer', 'CONFLICT', 'It is sold out', {
    path,
    body: { ...offer, product_id: gone.id.replace('product', 'PRD') },
  })
  const counter = { response: 'counter', message: 'A little more.', counter_price: '22.50' }
  await bisi.isRefused('rooms.respond', 'FORBIDDEN', 'It is Bisi’s own', {
    path: { offer_id: id },
    body: { ...counter, response: 'accept' },
  })
  const answered = await ada.does('rooms.respond', 'Ada wants 22.50', {
    path: { offer_id: id },
    body: counter,
  })
  await ada.isRefused('rooms.respond', 'CONFLICT', 'Ada has answered', {
    path: { offer_id: id },
    body: { response: 'reject', message: 'No.' },
  })
  await bisi.does('rooms.respond', 'Bisi accepts', {
    path: { offer_id: answered.counter_offer.id },
    body: { response: 'accept', message: 'Good.' },
  })
}

/** Bisi looks for something, and is offered it. */
export async function tellOfRequests(people: People): Promise<void> {
  const { ada, bisi, chidi, femi } = people
  const asked = {
    title: 'A dinner set for six',
    description: 'Stoneware, hand thrown, in any shade of blue. Six plates and six bowls.',
    budget: '180.00',
    metadata: { city: 'Lagos' },
  }
  const request = await bisi.does('requests.create', 'Bisi looks for a dinner set', { body: asked })
  const path = { id: request.id }
  const more = { budget: '200.00' }
  await bisi.does('requests.update', 'Bisi would pay more', { path, body: more })
  await femi.isRefused('requests.update', 'NOT_A_PARTY', 'It is Bisi’s', { path, body: more })
  await chidi.does('requests.list', 'Chidi looks who wants dinner sets', {
    query: { search: 'dinner', status: 'OPEN' },
  })
  const price = { price: '175.00', message: 'I can have it ready in two weeks.' }
  await femi.isRefused('requests.offers.create', 'FORBIDDEN', 'Femi has no store', {
    path,
    body: price,
  })
  const offer = await chidi.does('requests.offers.create', 'Chidi offers one', {
    path,
    body: price,
  })
  const other = await ada.quietly('requests.offers.create', { path, body: { price: '190.00' } })
  await chidi.does('requests.offers.mine', 'Chidi looks at their offers')
  await bisi.does('requests.get', 'Bisi looks who has offered', { path })
  await bisi.does('requests.mine', 'Bisi looks at their requests')
  await bisi.does('requests.offers.list', 'Bisi looks at the offers', { path })
  const by = { path: { id: other.id } }
  await ada.isRefused('requests.offers.reject', 'NOT_A_PARTY', 'That is for Bisi to say', by)
  await bisi.isRefused('requests.offers.withdraw', 'NOT_A_PARTY', 'It is Ada’s', by)
  await bisi.does('requests.offers.reject', 'Bisi thanks Ada', { path: { id: other.id } })
  const last = await ada.quietly('requests.offers.create', { path, body: { price: '170.00' } })
  await ada.does('requests.offers.withdraw', 'Ada takes another back', { path: { id: last.id } })
  await bisi.does('requests.offers.accept', 'Bisi takes Chidi’s', { path: { id: offer.id } })
  await settle(people, { ...asked, title: 'A teapot' })
}

/** Requests that somebody may have open. */
const MOST_OPEN = 50

async function settle(
  { bisi, femi }: People,
  asked: Readonly<Record<string, unknown>>,
): Promise<void> {
  const ask = async () => (await bisi.quietly('requests.create', { body: { ...asked } })).id
  const body = { status: 'CLOSED' }
  await bisi.does('requests.setStatus', 'Bisi looks no more', { path: { id: await ask() }, body })
  const path = { id: await ask() }
  await femi.isRefused('requests.delete', 'NOT_A_PARTY', 'It is Bisi’s', { path })
  await bisi.does('requests.delete', 'Bisi wants another gone', { path })
  for (let open = 0; open < MOST_OPEN; open += 1)
    await femi.quietly('requests.create', { body: asked })
  await femi.isRefused('requests.create', 'CONFLICT', 'Femi looks for too much at once', {
    body: asked,
  })
}
