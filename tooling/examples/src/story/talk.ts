import type { World } from '../world.ts'
import type { People } from './people.ts'

/** A file that a bank would send. */
const RECEIPT = {
  name: 'receipt.pdf',
  content: Buffer.from(`%PDF-1.7\n%${'x'.repeat(482)}\n%%EOF\n`),
}

/** Bisi and Ada write to each other, by document 4. */
export async function tellOfChat(world: World, people: People): Promise<void> {
  await written(people)
  await withFiles(people)
  await fullOfFiles(world, people)
  await unwanted(people)
}

async function written({ ada, bisi }: People): Promise<void> {
  const toAda = { uid: ada.uuid }
  const toBisi = { uid: bisi.uuid }
  const body = { message: 'Is the map still there?', client_id: 'b3f1' }
  const { id } = await bisi.does('chat.send', 'Bisi asks Ada something', { path: toAda, body })
  await bisi.does('chat.send', 'Bisi’s app sends it again', { path: toAda, body })
  await ada.does('chat.typing', 'Ada is writing', { path: toBisi })
  await ada.does('chat.threads', 'Ada looks who has written')
  await ada.does('chat.messages', 'Ada reads', { path: toBisi })
  await ada.does('chat.markRead', 'Ada has read it', { path: toBisi, body: { up_to: id } })
  const slip = await bisi.quietly('chat.send', { path: toAda, body: { message: 'For Femi.' } })
  const path = { id: slip.id }
  await ada.isRefused('chat.deleteMessage', 'FORBIDDEN', 'It is Bisi’s', { path })
  await bisi.does('chat.deleteMessage', 'Bisi takes one back', { path })
}

async function withFiles({ ada, bisi }: People): Promise<void> {
  const file = await bisi.does('chat.upload', 'Bisi uploads a receipt', { file: RECEIPT })
  await bisi.does('chat.send', 'Bisi sends it to Ada', {
    path: { uid: ada.uuid },
    body: { message: 'The receipt.', attachment_id: file.id },
  })
  await ada.does('chat.download', 'Ada looks at it', { path: { id: file.id } })
  await bisi.isRefused('chat.discard', 'CONFLICT', 'It is sent', { path: { id: file.id } })
  const wrong = await bisi.quietly('chat.upload', { file: RECEIPT })
  await bisi.does('chat.discard', 'Bisi has uploaded another for nothing', {
    path: { id: wrong.id },
  })
}

/** As if there were very many files of Bisi’s. */
async function fullOfFiles({ souk }: World, { bisi }: People): Promise<void> {
  const now = (bytes: string) =>
    souk.sql(`update attachment_spaces set bytes = bytes ${bytes} where user_id = ${bisi.id}`)
  await now('+ 1e9::bigint')
  await bisi.isRefused('chat.upload', 'LIMIT_EXCEEDED', 'Bisi has no room left', { file: RECEIPT })
  await now('- 1e9::bigint')
}

async function unwanted({ ada, femi, tunde }: People): Promise<void> {
  const message = 'Pay outside, or else.'
  const toAda = { uid: ada.uuid }
  const file = await femi.quietly('chat.upload', { file: { ...RECEIPT, name: 'where-to-pay.pdf' } })
  const sent = { message, attachment_id: file.id }
  const { id } = await femi.quietly('chat.send', { path: toAda, body: sent })
  const body = { reason: 'This is the third time today.' }
  const report = await ada.does('chat.report', 'Ada shows staff what Femi wrote', {
    path: { id },
    body,
  })
  const path = { uid: femi.uuid }
  await ada.does('chat.blocks.add', 'Ada wants to hear no more of Femi', { path })
  await ada.does('chat.blocks.list', 'Ada looks who is blocked')
  await femi.isRefused('chat.send', 'FORBIDDEN', 'Ada has blocked Femi', {
    path: toAda,
    body: { message },
  })
  await ada.does('chat.blocks.remove', 'Ada lets Femi write again', { path })
  const open = { status: 'open' }
  await tunde.does('staff.reports.list', 'Tunde looks what was reported', { query: open })
  await tunde.does('staff.reports.get', 'Tunde reads it', { path: { id: report.id } })
  await tunde.does('staff.reports.file', 'Tunde looks where Ada was to pay', {
    path: { id: report.id },
  })
  const resolution = { outcome: 'actioned', note: 'Warned.' }
  await tunde.does('staff.reports.resolve', 'Tunde has warned Femi', {
    path: { id: report.id },
    body: resolution,
  })
}
