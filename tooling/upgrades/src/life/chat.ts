import { pdfOf, sendFile } from '@souk/server/testing/files'
import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

/**
 * Threads that were read, or not, or in part; a message that was deleted, one that was reported, and a block;
 * a file in a message, and one that waits for its own.
 */
export async function chat(
  souk: HttpClient,
  { adaeze, bisi, chidi, kemi, lanre }: People,
  { token }: Pick<TestUser, 'token'>,
): Promise<void> {
  const write = async (from: TestUser, to: TestUser, message: string, more: object = {}) => {
    const path = `/chat/messages/${to.id}/`
    return (await souk.post(path, { message, ...more }, from.token)).body.entity.id as number
  }
  const read = (who: TestUser, other: TestUser, body: object = {}) =>
    souk.post(`/chat/messages/${other.id}/read/`, body, who.token)
  await write(adaeze, bisi, 'Is the map still there?', { client_id: 'a-1' })
  await write(bisi, adaeze, 'It is.')
  await read(adaeze, bisi)
  const first = await write(chidi, adaeze, 'Good morning!')
  await write(chidi, adaeze, 'Are you there?')
  await read(adaeze, chidi, { up_to: first })
  const file = await upload(souk, chidi, 'receipt.pdf')
  await write(chidi, adaeze, 'The receipt.', { attachment_id: file })
  await upload(souk, adaeze, 'unsent.pdf')
  const wrong = await upload(souk, adaeze, 'wrong.pdf')
  await souk.request('DELETE', `/chat/attachments/${wrong}/`, { token: adaeze.token })
  const slip = await write(chidi, adaeze, 'This was not for you.')
  await souk.request('DELETE', `/chat/message/${slip}/`, { token: chidi.token })
  const reason = { reason: 'Rude.' }
  const rude = await write(kemi, lanre, 'Pay outside, or else.')
  await souk.post(`/chat/message/${rude}/report/`, reason, lanre.token)
  const worse = await write(kemi, lanre, 'Well?')
  const { body } = await souk.post(`/chat/message/${worse}/report/`, reason, lanre.token)
  const settled = { outcome: 'actioned', note: 'Warned.' }
  await souk.post(`/exec/chat/reports/${body.entity.id}/resolve/`, settled, token)
  await souk.post(`/chat/blocks/${kemi.id}/`, {}, lanre.token)
}

/** @returns its id */
async function upload({ url }: HttpClient, { token }: TestUser, name: string): Promise<string> {
  const { status, body } = await sendFile(url, { content: pdfOf(500), name }, { token })
  if (status !== 201) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`)
  return body.entity.id
}
