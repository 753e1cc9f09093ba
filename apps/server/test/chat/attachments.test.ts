import { createClient, isSoukError, type SoukClient } from '@souk/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getFile, pdfOf, pictureOf, sendFile } from '../../src/testing/files.ts'
import type { TestUser } from '../../src/testing/http-client.ts'
import { connectSocket } from '../../src/testing/socket-client.ts'
import { ADMIN, startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

let souk: TestSouk
let [ann, ben, eve]: TestUser[] = []
const uuids = new Map<string, string>()

beforeAll(async () => {
  souk = await startTestSouk()
  ;[ann, ben, eve] = await Promise.all(['ann', 'ben', 'eve'].map((name) => souk.signUp(name)))
  for (const user of [ann, ben, eve]) {
    const { body } = await souk.get('/auth/me', user?.token)
    uuids.set(user?.username ?? '', body.entity.id)
  }
})
afterAll(() => souk.stop())

const uid = (user: TestUser | undefined) => uuids.get(user?.username ?? '') ?? ''
const tokenOf = (user: TestUser | undefined) => user?.token ?? ''

async function uploaded(content: Uint8Array = pdfOf(12_000), name = 'receipt.pdf') {
  const { body } = await sendFile(souk.url, { content, name }, { token: tokenOf(ann) })
  return body.entity as { id: string; name: string; size: number }
}

test('a file goes with a message over REST, and both of the two get it, nobody else', async () => {
  const { id } = await uploaded()
  const sent = await souk.post(
    `/chat/messages/${uid(ben)}/`,
    { message: 'here it is', attachment_id: id },
    ann?.token,
  )
  expect(sent.status).toBe(201)
  const shown = {
    attached_file: `${souk.url}/chat/attachments/${id}/`,
    attached_file_name: 'receipt.pdf',
    attached_file_size: '12kb',
  }
  expect(sent.body.entity).toMatchObject(shown)
  const list = await souk.get(`/chat/messages/${uid(ann)}/`, ben?.token)
  expect(list.body.entity.messages.at(-1)).toMatchObject(shown)
  for (const user of [ann, ben]) {
    const got = await getFile(souk.url, id, user?.token)
    expect([got.status, got.bytes.length]).toEqual([200, 12_000])
  }
  expect((await getFile(souk.url, id, eve?.token)).status).toBe(404)
})

test('a message without words needs a file, and one of the caller’s own', async () => {
  const path = `/chat/messages/${uid(ben)}/`
  expect((await souk.post(path, { message: ' ' }, ann?.token)).body.message).toBe(
    '(message) must not be empty',
  )
  const { id } = await uploaded()
  const refused = await souk.post(path, { message: '', attachment_id: id }, eve?.token)
  expect([refused.status, refused.body.message]).toEqual([
    400,
    '(attachment_id) must be a file of yours that is in no message yet',
  ])
  expect((await souk.post(path, { message: '', attachment_id: id }, ann?.token)).status).toBe(201)
})

test('a deleted message has no file any more', async () => {
  const { id } = await uploaded()
  const { body } = await souk.post(
    `/chat/messages/${uid(ben)}/`,
    { message: '', attachment_id: id },
    ann?.token,
  )
  await souk.request('DELETE', `/chat/message/${body.entity.id}/`, { token: tokenOf(ann) })
  expect((await getFile(souk.url, id, ann?.token)).status).toBe(404)
  const { body: list } = await souk.get(`/chat/messages/${uid(ann)}/`, ben?.token)
  expect(list.entity.messages.at(-1)).toMatchObject({ deleted: true, attached_file: null })
})

test('on the socket a file is named in the message, to both', async () => {
  const url = (user: TestUser | undefined) =>
    `${souk.url.replace('http', 'ws')}/ws/chat/room/?token=${user?.token}`
  const [mine, theirs] = await Promise.all([connectSocket(url(ann)), connectSocket(url(ben))])
  const { id } = await uploaded()
  mine.send({
    action: 'chat_message',
    message_body: '',
    receiver_id: uid(ben),
    attachment_id: id,
  })
  const file = {
    attached_file: `${souk.url}/chat/attachments/${id}/`,
    attached_file_name: 'receipt.pdf',
  }
  expect(await mine.next()).toMatchObject({ action: 'conf_message', ...file })
  expect(await theirs.next()).toMatchObject({ action: 're_message', ...file })
  mine.close()
  theirs.close()
})

test('the head of a file is told without the file', async () => {
  const { id } = await uploaded()
  const head = await souk.request('HEAD', `/chat/attachments/${id}/`, { token: tokenOf(ann) })
  expect([head.status, head.headers.get('content-length'), head.body]).toEqual([200, '12000', ''])
})

function sdk(user: TestUser | undefined): SoukClient {
  return createClient({ url: souk.url, token: user?.token })
}

test('the SDK sends a file, under the name it has, and then a message with it', async () => {
  const client = sdk(ann)
  const picture = await pictureOf('webp').toBuffer()
  const file = await client.chat.upload.mutate({ file: new File([picture], 'map.webp') })
  expect(file).toMatchObject({ name: 'map.webp', type: 'image/webp' })
  const sent = await client.chat.send.mutate({ uid: uid(ben), message: '', attachmentId: file.id })
  expect(sent.attachedFile).toBe(`${souk.url}/chat/attachments/${file.id}/`)
  const got = await sdk(ben).chat.download.query({ id: file.id })
  expect([got.name, got.type, got.size]).toEqual(['map.webp', 'image/webp', file.size])
  const hidden = await sdk(eve)
    .chat.download.query({ id: file.id })
    .catch((error) => error)
  expect(isSoukError(hidden, 'NOT_FOUND')).toBe(true)
})

test('staff get the file of a reported message, over REST and by the SDK, and nobody else does', async () => {
  const { id } = await uploaded()
  const [asAnn, asBen] = [sdk(ann), sdk(ben)]
  const sent = { uid: uid(ben), message: 'pay here', attachmentId: id }
  const message = await asAnn.chat.send.mutate(sent)
  const report = await asBen.chat.report.mutate({ id: message.id, reason: 'not his account' })
  await asAnn.chat.deleteMessage.mutate({ id: message.id })

  const token = await souk.logIn(ADMIN.username, ADMIN.password)
  const path = `/exec/chat/reports/${report.id}/file/`
  const asked = await fetch(souk.url + path, { headers: { authorization: `Bearer ${token}` } })
  expect(asked.headers.get('content-disposition')).toContain('attachment')
  expect((await asked.bytes()).length).toBe(12_000)
  const file = await createClient({ url: souk.url, token }).staff.reports.file.query(report)
  expect([file.name, file.size]).toEqual(['receipt.pdf', 12_000])
  const audit = await souk.get('/exec/audit/?action=report.file.read', token)
  expect(audit.body.entity).toMatchObject([1, 2].map(() => ({ subject: `report:${report.id}` })))
  for (const user of [ann, ben, eve]) expect((await souk.get(path, user?.token)).status).toBe(403)
})

test('what the SDK sends again, since no answer came, is kept once', async () => {
  let attempts = 0
  const client = createClient({
    url: souk.url,
    token: ann?.token,
    retry: { minDelayMs: 1 },
    async fetch(url, init) {
      const response = await fetch(url, init)
      attempts += 1
      if (attempts === 1) throw new TypeError('the line broke')
      return response
    },
  })
  const before = await souk.sql('select 1 from attachments')
  const file = new Blob([pdfOf(900)])
  expect((await client.chat.upload.mutate({ file })).name).toBe('blob.pdf')
  expect(attempts).toBe(2)
  expect(await souk.sql('select 1 from attachments')).toHaveLength(before.length + 1)
})

test('the SDK hears why a file is refused', async () => {
  const upload = (user: TestUser | undefined, content: Uint8Array | string) =>
    sdk(user)
      .chat.upload.mutate({ file: new Blob([content]) })
      .catch((error) => error)
  expect(isSoukError(await upload(ann, 'words'), 'UNSUPPORTED_MEDIA_TYPE')).toBe(true)
  const large = await upload(ann, pdfOf(10 * 1024 * 1024 + 1))
  expect(isSoukError(large, 'PAYLOAD_TOO_LARGE')).toBe(true)
  expect(isSoukError(await upload(undefined, pdfOf(100)), 'AUTHENTICATION_REQUIRED')).toBe(true)
})

test('over tRPC a file comes in a form, alone', async () => {
  const post = (path: string, body: FormData | string, headers = {}) =>
    fetch(`${souk.url}/trpc/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ann?.token}`, ...headers },
      body,
    })
  const form = () => {
    const made = new FormData()
    made.append('file', new Blob([pdfOf(100)]), 'a.pdf')
    return made
  }
  expect((await post('chat.upload', form())).status).toBe(200)
  expect((await post('chat.upload?batch=1', form())).status).toBe(415)
  expect((await post('chat.typing', form())).status).toBe(415)
  const { id } = await uploaded()
  const input = encodeURIComponent(JSON.stringify({ 0: { id } }))
  const batch = await fetch(`${souk.url}/trpc/chat.download?batch=1&input=${input}`, {
    headers: { authorization: `Bearer ${ann?.token}` },
  })
  expect(batch.status).toBe(405)
  const json = { 'content-type': 'application/json' }
  expect((await post('chat.upload', '{"file":{"size":1}}', json)).status).toBe(415)
})
