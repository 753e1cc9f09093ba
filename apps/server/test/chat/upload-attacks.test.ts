import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  beginUpload,
  formOf,
  getFile,
  pdfOf,
  pictureOf,
  sendFile,
  sendForm,
} from '../../src/testing/files.ts'
import { createHttpClient } from '../../src/testing/http-client.ts'
import { startTestSouk, type TestSouk } from '../../src/testing/test-souk.ts'

const MIB = 1024 * 1024

let souk: TestSouk
let token: string
let users = 0

beforeAll(async () => {
  souk = await startTestSouk({}, { filePatience: { whole: 3000, idle: 500 } })
})
afterAll(() => souk.stop())
beforeEach(async () => {
  users += 1
  token = (await souk.signUp(`user${users}`)).token
})

/** Whatever was tried, nothing of it is left. */
afterEach(async () => {
  const soon = { timeout: 10_000 }
  await expect.poll(() => filesIn('incoming'), soon).toEqual([])
  await expect
    .poll(() => souk.sql(`select id from attachments where state in ('coming', 'removed')`), soon)
    .toEqual([])
  const rows = (await souk.sql('select id from attachments')) as { id: string }[]
  const kept = (await filesIn('blobs')).filter((name) => name.length > 2)
  expect(kept.sort()).toEqual(rows.map(({ id }) => id).sort())
  const sums = `select s.user_id from attachment_spaces s where s.bytes <>
    (select coalesce(sum(bytes), 0) from attachments a where a.owner_id = s.user_id)`
  expect(await souk.sql(sums)).toEqual([])
})

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(souk.dataDir, folder), { recursive: true }).catch(() => [])
  return names.map((name) => name.split('/').at(-1) ?? '')
}

const send = (content: Uint8Array | string, name = 'picture.png', type = 'image/png') =>
  sendFile(souk.url, { content, name, type }, { token })

const png = () => pictureOf('png').toBuffer()

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const HTML = '<!doctype html><script>alert(1)</script>'

test.each<[what: string, content: () => Promise<Uint8Array | string> | Uint8Array | string]>([
  ['an SVG with a script', () => SVG],
  ['an SVG behind an XML declaration', () => `<?xml version="1.0"?>${SVG}`],
  ['a page', () => HTML],
  ['text', () => 'just words'],
  ['a GIF', () => pictureOf('gif').toBuffer()],
  ['a TIFF', () => pictureOf('tiff').toBuffer()],
  ['an archive', () => Buffer.from('504b0304140000000800', 'hex')],
  [
    'a packed file that unpacks to a thousand times its size',
    () => gzipSync(Buffer.alloc(9 * MIB)),
  ],
  ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
  ['an ELF program', () => Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(200)])],
  ['a moving PNG', async () => asMovingPng(await png())],
  ['one byte', () => 'x'],
])('%s is not taken, whatever it is called', async (_, content) => {
  const { status, body } = await send(await content())
  expect([status, body.message]).toEqual([415, 'Send a JPEG, PNG or WebP picture, or a PDF'])
})

test.each([
  ['a page before it', Buffer.concat([Buffer.from(HTML), pdfOf(500)])],
  ['an archive after it', Buffer.concat([pdfOf(500), Buffer.from('504b0304140000000800', 'hex')])],
  ['a page after it', Buffer.concat([pdfOf(500), Buffer.from(HTML)])],
  ['no end', pdfOf(5000).subarray(0, 4000)],
])('a PDF with %s is not taken', async (_, content) => {
  expect((await send(content, 'a.pdf', 'application/pdf')).status).toBe(415)
})

test('a picture that is an archive and a page as well comes out as a picture alone', async () => {
  const picture = await pictureOf('jpeg')
    .withExif({ IFD0: { ImageDescription: HTML } })
    .toBuffer()
  const archive = Buffer.from('504b0304140000000800', 'hex')
  const { status, body } = await send(
    Buffer.concat([picture, archive, Buffer.from(HTML)]),
    'a.html',
  )
  expect(status).toBe(201)
  expect(body.entity).toMatchObject({ name: 'a.html.jpg', type: 'image/jpeg' })
  const { bytes, headers } = await getFile(souk.url, body.entity.id, token)
  expect(headers.get('content-type')).toBe('image/jpeg')
  expect(bytes.includes('script')).toBe(false)
  expect(bytes.includes(archive)).toBe(false)
  expect(bytes.subarray(-2).toString('hex')).toBe('ffd9')
})

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s comes back upright, and without what its camera added',
  async (format) => {
    const content = await pictureOf(format, { width: 40, height: 20 })
      .withExif({
        IFD0: { Make: 'Camera', Artist: 'Somebody' },
        IFD3: { GPSLatitude: '51/1 30/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    expect((await sharp(content).metadata()).exif).toBeDefined()
    const { body } = await send(content)
    const { bytes } = await getFile(souk.url, body.entity.id, token)
    const { exif, icc, xmp, iptc, orientation, width, height } = await sharp(bytes).metadata()
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({})
    expect([width, height]).toEqual([20, 40])
    expect(body.entity.size).toBe(bytes.length)
  },
)

test.each<[what: string, content: () => Promise<Buffer> | Buffer, said: RegExp]>([
  [
    'has 400 million pixels in a few bytes',
    () => bomb(20_000, 20_000),
    /at most 50 million pixels/,
  ],
  ['says that it is larger than anything', () => bomb(2 ** 31 - 1, 2 ** 31 - 1, 10), /picture/],
  ['breaks off', async () => (await noise('jpeg')).subarray(0, 5000), /cannot be read|can be read/],
  ['has nothing but a head', async () => (await png()).subarray(0, 40), /can be read/],
  ['is broken inside', async () => broken(await noise('png')), /can be read/],
  ['moves', moving, /does not move/],
])('a picture that %s is refused by its field', async (_, content, said) => {
  const { status, body } = await send(await content())
  expect(status).toBe(400)
  expect(body.message).toMatch(/^\(file\) /)
  expect(body.message).toMatch(said)
})

test.each([
  ['../../../../etc/passwd', 'passwd.png'],
  ['..\\..\\windows\\system32\\cmd.exe', 'cmd.exe.png'],
  ['/', 'file.png'],
  ['..', 'file.png'],
  ['.htaccess', 'htaccess.png'],
  ['photo.PNG', 'photo.png'],
  ['receipt\u202egnp.exe', 'receipt gnp.exe.png'],
  ['a%0d%0aSet-Cookie: x=1', 'a%0d%0aSet-Cookie x=1.png'],
  ['счёт "1"; x=y', 'счёт %221%22; x=y.png'],
  [`${'long'.repeat(100)}.png`, `${'long'.repeat(25)}.png`],
])('a file called %j is kept as %j, and downloaded under that name', async (given, kept) => {
  const { entity } = await sendForm(souk.url, token, new File([await png()], given))
  expect(entity.name).toBe(kept)
  const { headers } = await getFile(souk.url, entity.id, token)
  const disposition = headers.get('content-disposition') ?? ''
  expect(disposition).toMatch(/^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[\w.~%-]+$/)
  expect(decodeURIComponent(disposition.replace(/^.*''/, ''))).toBe(kept)
})

test('a name cannot add headers, nor another part', async () => {
  const content = await png()
  const answer = await send(content, 'a.png"\r\nX-Evil: 1\r\nContent-Type: text/html; name="b')
  expect([201, 400]).toContain(answer.status)
  expect(answer.headers.get('x-evil')).toBeNull()
  if (answer.status !== 201) return
  const { headers } = await getFile(souk.url, answer.body.entity.id, token)
  expect([headers.get('x-evil'), headers.get('content-type')]).toEqual([null, 'image/png'])
})

test('exactly 10 MiB are taken, and one byte more is too large, also where its length is not said', async () => {
  expect((await send(pdfOf(10 * MIB))).status).toBe(201)
  const tooLarge = { status: 413, body: { message: 'A file may have at most 10 MiB' } }
  expect(await send(pdfOf(10 * MIB + 1))).toMatchObject(tooLarge)
  const form = formOf({ content: pdfOf(10 * MIB + 1) })
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(form)
      controller.close()
    },
  })
  const type = `multipart/form-data; boundary=${form.subarray(2, form.indexOf('\r')).toString()}`
  const streamed = await fetch(`${souk.url}/chat/attachments/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body,
    duplex: 'half',
  } as RequestInit)
  expect(streamed.status).toBe(413)
})

test('what says that it is far too large is refused before it is sent', async () => {
  const socket = await beginUpload(souk.url, token, { length: 11 * MIB, part: Buffer.alloc(10) })
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /)
  expect(String(answer)).toMatch(/connection: close/i)
  socket.destroy()
})

test('whoever is refused may send all they have, and nothing after it is answered', async () => {
  const socket = await beginUpload(souk.url, token, { length: 11 * MIB, part: Buffer.alloc(10) })
  const heard: Buffer[] = []
  socket.on('data', (data: Buffer) => heard.push(data))
  await once(socket, 'data')
  const rest = Buffer.alloc(11 * MIB)
  socket.write(Buffer.concat([rest, Buffer.from('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n')]))
  await once(socket, 'close')
  expect(String(Buffer.concat(heard)).match(/HTTP\/1\.1 /g)).toHaveLength(1)
})

test('a stranger is refused before anything is read', async () => {
  const socket = await beginUpload(souk.url, 'nobody', { length: 5 * MIB, part: Buffer.alloc(10) })
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 401 /)
  socket.destroy()
  expect(await souk.sql(`select 1 from attachments where state = 'coming'`)).toEqual([])
})

test.each([0, 20, 1000, 300_000])(
  'an upload that is cut off after %i bytes leaves nothing',
  async (bytes) => {
    const form = formOf({ content: pdfOf(2 * MIB) })
    const part = form.subarray(0, bytes)
    const socket = await beginUpload(souk.url, token, { length: form.length, part })
    await expect
      .poll(() => souk.sql(`select 1 from attachments where state = 'coming'`))
      .toHaveLength(1)
    socket.destroy()
  },
)

test('a form that ends before its time is broken', async () => {
  const form = formOf({ content: pdfOf(3000) }).subarray(0, 2000)
  const socket = await beginUpload(souk.url, token, { length: form.length, part: form })
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
  expect(String(answer)).toContain('The form is broken, or broke off')
  socket.destroy()
})

test('an upload that stops, and one that drips, end with an answer', async () => {
  const form = formOf({ content: pdfOf(2 * MIB) })
  const stopped = await beginUpload(souk.url, token, {
    length: form.length,
    part: form.subarray(0, 900),
  })
  const dripping = await beginUpload(souk.url, token, {
    length: form.length,
    part: form.subarray(0, 900),
  })
  const drip = setInterval(() => dripping.write('x'), 100)
  for (const socket of [stopped, dripping]) {
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /)
    expect(String(answer)).toContain('The body came too slowly')
    socket.destroy()
  }
  clearInterval(drip)
})

const FORM = 'multipart/form-data; boundary=x'

test.each<[what: string, type: string | undefined, body: string, status: number]>([
  ['JSON', 'application/json', '{"file": {"size": 1, "path": "/etc/passwd"}}', 415],
  ['a form of fields', 'application/x-www-form-urlencoded', 'file=x', 415],
  ['no type', undefined, 'x', 415],
  ['no boundary', 'multipart/form-data', 'x', 415],
  ['an empty boundary', 'multipart/form-data; boundary=', 'x', 400],
  ['nothing at all', FORM, '', 400],
  ['no parts', FORM, '--x--\r\n', 400],
  ['no form', FORM, 'x'.repeat(5000), 400],
  [
    'text where the file should be',
    FORM,
    '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--x--\r\n',
    400,
  ],
  [
    'an empty file',
    FORM,
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n--x--\r\n',
    400,
  ],
  [
    'a file of another name',
    FORM,
    '--x\r\nContent-Disposition: form-data; name="data"; filename="a"\r\n\r\nabc\r\n--x--\r\n',
    400,
  ],
  [
    'a thousand fields',
    FORM,
    `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'.repeat(1000)}--x--\r\n`,
    400,
  ],
  [
    'a head without an end',
    FORM,
    `--x\r\nContent-Disposition: form-data; name="${'a'.repeat(100_000)}`,
    400,
  ],
])('a form with %s is refused', async (_, type, body, status) => {
  const response = await fetch(`${souk.url}/chat/attachments/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) },
    body: Buffer.from(body),
  })
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ success: false })
})

test('two files in one form are refused', async () => {
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
  const pdf = pdfOf(100).toString()
  const response = await fetch(`${souk.url}/chat/attachments/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': FORM },
    body: `${part}${pdf}\r\n${part}${pdf}\r\n--x--\r\n`,
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ message: '(file) must be one file' })
})

test('a packed body is not unpacked', async () => {
  const response = await fetch(`${souk.url}/chat/attachments/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': FORM, 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(MIB)),
  })
  expect(response.status).toBe(415)
})

test('of many at the edge of what one may keep, exactly as many are taken as fit', async () => {
  const [{ id }] = (await souk.sql('select max(id) id from users')) as [{ id: number }]
  const most = 500 * MIB
  await souk.sql(`insert into attachment_spaces values (${id}, ${most - 5000 - 1000})
    on conflict (user_id) do update set bytes = excluded.bytes`)
  const sizes = Array.from({ length: 4 }, () => send(pdfOf(2000), 'a.pdf'))
  const answers = await Promise.all(sizes)
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 400, 400])
  const refused = answers.find(({ status }) => status === 400)
  expect(refused?.body.message).toBe('Your files may take 500 MiB together')
  await souk.sql(
    `update attachment_spaces set bytes = bytes - ${most - 5000 - 1000} where user_id = ${id}`,
  )
})

test('four files may come at a time, and a fifth when one of them has ended', async () => {
  const form = formOf({ content: pdfOf(MIB) })
  const begin = () =>
    beginUpload(souk.url, token, { length: form.length, part: form.subarray(0, 500) })
  const sockets = await Promise.all([begin(), begin(), begin(), begin()])
  await expect
    .poll(() => souk.sql(`select 1 from attachments where state = 'coming'`))
    .toHaveLength(4)
  const fifth = await send(pdfOf(500), 'a.pdf')
  expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([429, '5'])
  for (const socket of sockets) socket.destroy()
  await expect.poll(async () => (await send(pdfOf(500), 'a.pdf')).status).toBe(201)
})

test('under a key a file is kept once, and another under the same key is refused', async () => {
  const headers = { 'idempotency-key': 'once' }
  const file = { content: pdfOf(700), name: 'a.pdf' }
  const first = await sendFile(souk.url, file, { token, headers })
  const again = await sendFile(souk.url, file, { token, headers })
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const other = await sendFile(souk.url, { ...file, content: pdfOf(701) }, { token, headers })
  expect(other.status).toBe(422)
  const twice = await Promise.all(
    [1, 2].map(() => sendFile(souk.url, file, { token, headers: { 'idempotency-key': 'both' } })),
  )
  expect(twice[0]?.body).toEqual(twice[1]?.body)
})

test('nobody else gets a file, nor learns that it is there', async () => {
  const { body } = await send(pdfOf(300), 'a.pdf')
  const stranger = await createHttpClient(souk.url).signUp(`stranger${users}`)
  const missing = await getFile(souk.url, '00000000-0000-4000-8000-000000000000', stranger.token)
  const hidden = await getFile(souk.url, body.entity.id, stranger.token)
  expect([hidden.status, hidden.body]).toEqual([404, missing.body])
  expect((await getFile(souk.url, body.entity.id)).status).toBe(401)
  expect((await getFile(souk.url, 'etc', token)).status).toBe(400)
})

/** A PNG of so many pixels, all of them black. */
function bomb(width: number, height: number, rows = height): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1 // one bit a pixel, shades of grey
  const row = 1 + Math.ceil(Math.min(width, 100_000) / 8)
  const pixels = deflateSync(Buffer.alloc(row * rows))
  return Buffer.concat([PNG_SIGN, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND')])
}

const PNG_SIGN = Buffer.from('89504e470d0a1a0a', 'hex')

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}

/** With a chunk that says how it moves. */
function asMovingPng(png: Buffer): Buffer {
  const frames = Buffer.alloc(8)
  frames.writeUInt32BE(2)
  return Buffer.concat([png.subarray(0, 33), chunk('acTL', frames), png.subarray(33)])
}

function moving(): Promise<Buffer> {
  const frames = Buffer.concat([Buffer.alloc(300, 10), Buffer.alloc(300, 200)])
  const raw = { width: 10, height: 20, channels: 3, pageHeight: 10 } as const
  return sharp(frames, { raw })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer()
}

/** A picture of which every byte counts. */
function noise(format: 'jpeg' | 'png'): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7919) % 251))
  return sharp(pixels, { raw: { width: 100, height: 100, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

function broken(picture: Buffer): Buffer {
  const copy = Buffer.from(picture)
  copy.fill(0x55, copy.length >> 1, (copy.length >> 1) + 200)
  return copy
}
