import type { World } from '../world.ts'
import type { People } from './people.ts'

const SAID = 'The transfer is on its way.'
const NOTE = 'The bank statement shows the payment.'

/** Ada sells Bisi USDT, by document 1. */
export async function tellOfTrades({ anybody }: World, people: People): Promise<void> {
  await anybody.isRefused('trades.list', 'AUTHENTICATION_REQUIRED', 'Somebody wants their own', {
    query: { mine: true },
  })
  const { ada, bisi } = people
  const id = await offer(people)
  await taken(people, id)
  await talk(people, id)
  const path = { id }
  await bisi.isRefused('trades.release', 'FORBIDDEN', 'Bisi is not the seller', { path })
  await ada.does('trades.release', 'Ada has the money, and releases', {
    path,
    body: { seller_id: ada.id },
  })
  await ada.isRefused('trades.release', 'CONFLICT', 'It is released already', { path })
  await ada.isRefused('trades.cancel', 'CONFLICT', 'It is released already', { path })
  await cancelled(people)
  await disputed(people)
}

async function create({ ada }: People, amount: string): Promise<number> {
  return (await ada.quietly('trades.create', { body: { asset: 'USDT', amount } })).id
}

async function offer({ ada, bisi }: People): Promise<number> {
  const body = { seller_id: ada.id, asset: 'USDT', amount: '750' }
  const { id } = await ada.does('trades.create', 'Ada offers 750 USDT', { body })
  await ada.isRefused('trades.create', 'INSUFFICIENT_FUNDS', 'Ada does not have as much', {
    body: { ...body, amount: '750000' },
  })
  await ada.isRefused('trades.create', 'FORBIDDEN', 'Ada is not Bisi', {
    body: { ...body, seller_id: bisi.id },
  })
  const query = { status: 'open', asset: 'USDT' }
  await bisi.does('trades.list', 'Bisi looks for USDT', { query })
  await bisi.does('trades.get', 'Bisi looks at it', { path: { id } })
  return id
}

async function taken({ ada, bisi, femi }: People, id: number): Promise<void> {
  const path = { id }
  await ada.isRefused('trades.buy', 'OWN_TRADE', 'Ada cannot buy of Ada', { path })
  await bisi.does('trades.buy', 'Bisi takes it', { path, body: { buyer_id: bisi.id } })
  await femi.isRefused('trades.buy', 'CONFLICT', 'Femi comes too late', { path })
  await bisi.does('trades.get', 'Bisi looks whether it is theirs', { path })
}

async function talk({ ada, bisi, femi }: People, trade_id: number): Promise<void> {
  const path = { trade_id }
  const { id } = await bisi.does('trades.chat.send', 'Bisi writes', {
    path,
    body: { sender_id: bisi.id, message: SAID },
  })
  const another = { path, body: { sender_id: bisi.id, message: SAID } }
  await femi.isRefused('trades.chat.send', 'NOT_FOUND', 'It is not Femi’s any more', {
    path,
    body: { message: SAID },
  })
  await ada.isRefused('trades.chat.send', 'FORBIDDEN', 'Ada is not Bisi', another)
  await ada.quietly('trades.chat.send', { path, body: { message: 'I shall look.' } })
  await ada.does('trades.chat.list', 'Ada reads', { path })
  await ada.does('trades.chat.markRead', 'Ada has read it', { path, body: { up_to: id } })
}

async function cancelled(people: People): Promise<void> {
  const { bisi, femi } = people
  const path = { id: await create(people, '120') }
  await bisi.quietly('trades.buy', { path })
  await femi.isRefused('trades.cancel', 'NOT_FOUND', 'It is not Femi’s', { path })
  await bisi.does('trades.cancel', 'Bisi changes their mind', { path, body: { user_id: bisi.id } })
}

async function disputed(people: People): Promise<void> {
  const { ada, bisi, tunde } = people
  const path = { id: await create(people, '300') }
  await ada.isRefused('trades.dispute', 'CONFLICT', 'Nobody has taken it', {
    path,
    body: { reason: 'Nobody comes.' },
  })
  await bisi.quietly('trades.buy', { path })
  const resolution = { outcome: 'release', note: NOTE }
  await tunde.isRefused('trades.resolve', 'CONFLICT', 'Nobody disputes it', {
    path,
    body: resolution,
  })
  const body = { reason: 'Paid an hour ago; the seller does not answer.' }
  await bisi.does('trades.dispute', 'Bisi hears nothing', { path, body })
  await tunde.does('trades.resolve', 'Tunde decides for Bisi', { path, body: resolution })
}
