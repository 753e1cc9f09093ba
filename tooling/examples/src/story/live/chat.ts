import type { Seat } from '../../sockets/seats.ts'
import type { World } from '../../world.ts'
import type { People } from '../people.ts'
import { watch } from './watch.ts'

/** Bisi and Ada write to each other: on document 4’s socket, and for the SDK. */
export async function tellOfChatLive({ seats }: World, { ada, bisi }: People): Promise<void> {
  const adas = await seats.sit('directChat', { token: ada.token })
  const bisis = await seats.sit('directChat', { token: bisi.token })
  const watching = await seats.sit('trpc', { token: ada.token })
  await watch(watching, 'chat.watch', 'Ada watches the threads')
  await watch(watching, 'chat.watchTyping', 'Ada watches who is writing')
  const [toAda, toBisi] = [{ receiver_id: ada.uuid }, { receiver_id: bisi.uuid }]

  await bisis.says('typing', toAda, 'Bisi is writing')
  await adas.hears('typing', 'Bisi is writing')
  await watching.hears('chat.watchTyping', 'Bisi is writing')
  const question = { ...toAda, message_body: 'Is the map still there?', client_id: 'c7d2' }
  await bisis.says('chat_message', question, 'Bisi asks Ada something')
  const sent = await bisis.hears('conf_message', 'Bisi’s message is stored')
  await adas.hears('re_message', 'Bisi asks Ada something')
  await watching.hears('chat.watch', 'Bisi asks Ada something')
  await bisis.hears('delivered', 'It has reached Ada')
  const upTo = sent.created_msg_id
  await adas.says('mark_read', { ...toBisi, up_to: upTo }, 'Ada has read it')
  await bisis.hears('seen', 'Ada has read it')
  await adas.isRefused(
    'chat_message',
    { ...toBisi, message_body: ' ', client_id: 'e4a1' },
    'Ada has written nothing',
  )
  await adas.leaves()

  await sendFile({ bisi, bisis }, toAda)
  const back = await seats.sit('directChat', { token: ada.token })
  await back.says('resume', { since: upTo }, 'Ada comes back, and names the last message she has')
  const missed = await back.hears('re_message', 'Bisi has sent a receipt meanwhile')
  await back.hears('resumed', 'That was all')
  await bisis.says('delete_message', { message_id: missed.created_msg_id }, 'Bisi takes it back')
  await back.hears('message_deleted', 'Bisi has taken it back')
  await Promise.all([back, bisis, watching].map((seat) => seat.leaves()))
}

const RECEIPT = { name: 'receipt.pdf', content: Buffer.from('%PDF-1.7\n%%EOF\n') }

interface Sending {
  readonly bisi: People['bisi']
  readonly bisis: Seat
}

async function sendFile({ bisi, bisis }: Sending, toAda: object): Promise<void> {
  const { id: attachment_id } = await bisi.quietly('chat.upload', { file: RECEIPT })
  const message = { ...toAda, message_body: 'The receipt.', attachment_id }
  await bisis.says('chat_message', message, 'Bisi sends a file that is uploaded')
  await bisis.hears('conf_message')
}
