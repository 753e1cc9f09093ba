import { FormData } from 'undici'
import type { Call } from '../call.ts'
import { BLOCKING } from '../fill/chat.ts'
import type { Side } from '../side.ts'
import { largeSeller, trader } from './shop.ts'

/** The thread with the most messages becomes that of the seller and the buyer. */
async function takeBusiestThread({ client, people: { seller, buyer } }: Side) {
  const { rows } = await client.query(
    'select id, user_one, user_two from direct_threads order by id limit 1',
  )
  const [{ id, user_one, user_two }] = rows
  const pair = [id, Math.min(seller.id, buyer.id), Math.max(seller.id, buyer.id)]
  await client.query('update direct_threads set user_one = $2, user_two = $3 where id = $1', pair)
  for (const [was, is] of [
    [user_one, pair[1]],
    [user_two, pair[2]],
  ]) {
    await client.query(
      'update conversation_members set user_id = $3 where conversation = $1 and user_id = $2',
      [`direct:${id}`, was, is],
    )
  }
  return { uid: seller.id }
}

const thread = (side: Side) => side.once('thread', takeBusiestThread)

async function written(side: Side) {
  const { uid } = await thread(side)
  const { souk, people } = side
  const path = `/chat/messages/${uid}/`
  const sent = await souk.post(path, people.buyer.token, { message: 'A word' })
  return { uid, id: (sent as { entity: { id: number } }).entity.id }
}

const nobody = async ({ people }: Side) => ({ uid: people.staff.id })

function newFile(): FormData {
  const form = new FormData()
  form.append('file', new Blob(['%PDF-1.7\n%%EOF']), 'receipt.pdf')
  return form
}

async function loose({ souk, people }: Side) {
  const sent = await souk.post('/chat/attachments/', people.buyer.token, newFile())
  return { file: (sent as { entity: { id: string } }).entity.id }
}

async function attached(side: Side) {
  const [{ uid }, { file }] = [await thread(side), await loose(side)]
  const { souk, people } = side
  const message = { message: '', attachment_id: file }
  const sent = await souk.post(`/chat/messages/${uid}/`, people.buyer.token, message)
  return { id: file, message: (sent as { entity: { id: number } }).entity.id }
}

async function looseFor(side: Side) {
  return { ...(await thread(side)), ...(await loose(side)) }
}

export const chatCalls: readonly Call[] = [
  { operation: 'GET /chat/get-user-threads/', given: thread, as: 'buyer' },
  { operation: 'GET /chat/get-user-threads/', given: largeSeller },
  { operation: 'GET /chat/get-user-threads/', query: 'page=50', given: largeSeller },
  { operation: 'GET /chat/messages/{uid}/', given: thread, as: 'buyer' },
  { operation: 'GET /chat/messages/{uid}/', query: 'page=20', given: thread, as: 'buyer' },
  { operation: 'GET /chat/messages/{uid}/', query: 'before=5000', given: thread, as: 'buyer' },
  {
    operation: 'POST /chat/messages/{uid}/',
    given: thread,
    body: { message: 'A word' },
    as: 'buyer',
  },
  {
    operation: 'POST /chat/messages/{uid}/',
    query: 'with=file',
    given: looseFor,
    body: ({ file }) => ({ message: '', attachment_id: file }),
    as: 'buyer',
  },
  { operation: 'POST /chat/attachments/', body: newFile, as: 'buyer' },
  { operation: 'GET /chat/attachments/{id}/', given: attached, as: 'seller' },
  {
    operation: 'DELETE /chat/attachments/{id}/',
    given: async (side) => ({ id: (await loose(side)).file }),
    as: 'buyer',
  },
  { operation: 'POST /chat/messages/{uid}/read/', given: thread, as: 'buyer' },
  { operation: 'POST /chat/messages/{uid}/typing/', given: thread, as: 'buyer' },
  { operation: 'DELETE /chat/message/{id}/', given: written, as: 'buyer' },
  {
    operation: 'POST /chat/message/{id}/report/',
    given: written,
    body: { reason: 'Rude' },
    as: 'seller',
  },
  { operation: 'POST /chat/attachments/', body: newFile, given: largeSeller },
  { operation: 'GET /chat/blocks/', as: 'seller' },
  { operation: 'GET /chat/blocks/', given: trader(BLOCKING) },
  { operation: 'POST /chat/blocks/{uid}/', given: nobody, as: 'seller' },
  { operation: 'DELETE /chat/blocks/{uid}/', given: nobody, as: 'seller' },
]

async function reported(side: Side) {
  const { message } = await attached(side)
  const { souk, people } = side
  const path = `/chat/message/${message}/report/`
  const made = await souk.post(path, people.seller.token, { reason: 'Rude' })
  return { id: (made as { entity: { id: number } }).entity.id }
}

export const reportCalls: readonly Call[] = [
  { operation: 'GET /exec/chat/reports/', as: 'staff' },
  { operation: 'GET /exec/chat/reports/', query: 'status=open', as: 'staff' },
  { operation: 'GET /exec/chat/reports/', query: 'page=20', as: 'staff' },
  { operation: 'GET /exec/chat/reports/{id}/', given: reported, as: 'staff' },
  { operation: 'GET /exec/chat/reports/{id}/file/', given: reported, as: 'staff' },
  {
    operation: 'POST /exec/chat/reports/{id}/resolve/',
    given: reported,
    body: { outcome: 'dismissed' },
    as: 'staff',
  },
]
