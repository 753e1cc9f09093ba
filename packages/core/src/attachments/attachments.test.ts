import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type BlobStore, BlobsUnavailable, createDiskStore } from '@souk/blobs'
import type { ReceivedFile } from '@souk/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteDirectMessage } from '../chat/delete-message.ts'
import { reportMessage } from '../chat/report-message.ts'
import { getReportedFile } from '../chat/reported-file.ts'
import { sendDirectMessage } from '../chat/send-message.ts'
import { getReport, resolveReport } from '../chat/staff-reports.ts'
import type { SignedIn } from '../context.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { discard } from './discard.ts'
import { download } from './download.ts'
import { sweep } from './sweep.ts'
import { upload } from './upload.ts'

const HOUR = 3_600_000

let folder: string
let core: TestCore
let ann: SignedIn
let ben: SignedIn
/** The store, as if it were out of reach. */
let isAway: boolean

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'souk-attachments-'))
  isAway = false
  core = await startTestCore({ blobs: reachable(createDiskStore(join(folder, 'kept'))) })
  ann = await core.newUser()
  ben = await core.newUser()
})
afterEach(async () => {
  await core.close()
  await rm(folder, { recursive: true, force: true })
})

function reachable(store: BlobStore): BlobStore {
  const orAway = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isAway) throw new BlobsUnavailable('away')
    return work()
  }
  return {
    put: (key, file) => orAway(() => store.put(key, file)),
    get: (key) => orAway(() => store.get(key)),
    remove: (key) => orAway(() => store.remove(key)),
  }
}

const PDF = Buffer.from('%PDF-1.7\nwords\n%%EOF\n')

async function received(room: string): Promise<ReceivedFile> {
  const path = join(folder, randomUUID())
  await writeFile(path, PDF)
  const sha256 = createHash('sha256').update(PDF).digest('hex')
  return { name: 'receipt.pdf', size: PDF.length, sha256, path, room }
}

async function uploaded(by = ann) {
  const ctx = core.as(by)
  const { id } = await upload.makeRoom(ctx, PDF.length)
  return upload(ctx, { file: await received(id) })
}

const read = async (by: SignedIn, id: string) =>
  buffer(await (await download(core.as(by), { id })).open())

const states = () => core.sql('select state from attachments order by created_at, state')
const system = () => core.as({ kind: 'system' })
const later = (milliseconds: number) => {
  core.time.now = new Date(core.time.now.getTime() + milliseconds)
}

async function keptFiles(): Promise<string[]> {
  const names = await readdir(join(folder, 'kept'), { recursive: true }).catch(() => [])
  return names.filter((name) => name.includes('/'))
}

const usedBy = async ({ userId }: SignedIn) => {
  const [row] = await core.sql('select bytes from attachment_spaces where user_id = $1', [userId])
  return Number(row?.bytes ?? 0)
}

const missing = { code: 'NOT_FOUND' }

test('a file is its sender’s until it is in a message, and then that of both', async () => {
  const { id } = await uploaded()
  expect((await read(ann, id)).equals(PDF)).toBe(true)
  await expect(read(ben, id)).rejects.toMatchObject(missing)
  const sent = await sendDirectMessage(core.as(ann), {
    uid: ben.uuid,
    message: '',
    attachmentId: id,
  })
  expect(sent).toMatchObject({
    attachedFile: `/chat/attachments/${id}/`,
    attachedFileName: 'receipt.pdf',
    attachedFileSize: '1kb',
  })
  expect((await read(ben, id)).equals(PDF)).toBe(true)
  await expect(read(await core.newUser(), id)).rejects.toMatchObject(missing)
  await expect(read(await core.newUser('staff'), id)).rejects.toMatchObject(missing)
})

test('a file goes with one message, and only with its own sender’s', async () => {
  const { id: attachmentId } = await uploaded()
  const send = (by: SignedIn, to: SignedIn, clientId?: string) =>
    sendDirectMessage(core.as(by), { uid: to.uuid, message: 'look', attachmentId, clientId })
  const refusal = {
    code: 'VALIDATION_FAILED',
    fields: [
      { path: ['attachmentId'], message: 'must be a file of yours that is in no message yet' },
    ],
  }
  await expect(send(ben, ann)).rejects.toMatchObject(refusal)
  expect(await core.sql('select 1 from direct_threads')).toEqual([])
  const first = await send(ann, ben, 'once')
  await expect(send(ann, ben, 'twice')).rejects.toMatchObject(refusal)
  expect(await send(ann, ben, 'once')).toMatchObject({ ...first, isRepeated: true })
  expect(await core.sql('select 1 from messages')).toHaveLength(1)
})

test('the same message sent many times at once has its file once', async () => {
  const { id: attachmentId } = await uploaded()
  const sent = await Promise.all(
    Array.from({ length: 6 }, () =>
      sendDirectMessage(core.as(ann), {
        uid: ben.uuid,
        message: 'look',
        attachmentId,
        clientId: 'once',
      }),
    ),
  )
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  expect(new Set(sent.map(({ attachedFile }) => attachedFile))).toEqual(
    new Set([`/chat/attachments/${attachmentId}/`]),
  )
})

test('with its message a file is gone for both at once, and from the store later', async () => {
  const { id } = await uploaded()
  const message = await sendDirectMessage(core.as(ann), {
    uid: ben.uuid,
    message: '',
    attachmentId: id,
  })
  const deleted = await deleteDirectMessage(core.as(ann), { id: message.id })
  expect(deleted).toMatchObject({ attachedFile: null, attachedFileSize: '0kb' })
  for (const user of [ann, ben]) await expect(read(user, id)).rejects.toMatchObject(missing)
  expect(await usedBy(ann)).toBe(0)
  expect(await keptFiles()).toHaveLength(1)
  await sweep(system())
  expect([await keptFiles(), await states()]).toEqual([[], []])
})

/** A message of ann's with a file, which ben has shown to staff. */
async function reported() {
  const file = await uploaded()
  const sent = { uid: ben.uuid, message: 'pay here', attachmentId: file.id }
  const message = await sendDirectMessage(core.as(ann), sent)
  const report = await reportMessage(core.as(ben), { id: message.id, reason: 'not his account' })
  return { file, message, report, staff: core.as(await core.newUser('staff')) }
}

test('staff get the file of a reported message, when it is deleted too, until it is settled', async () => {
  const { file, message, report, staff } = await reported()
  const { name, type, size } = file
  const reads = async () => buffer(await (await getReportedFile(staff, report)).open())
  expect(await reads()).toEqual(PDF)
  await deleteDirectMessage(core.as(ann), { id: message.id })
  for (const user of [ann, ben]) await expect(read(user, file.id)).rejects.toMatchObject(missing)
  later(48 * HOUR)
  await sweep(system())
  expect([await reads(), await usedBy(ann)]).toEqual([PDF, PDF.length])
  expect((await getReport(staff, report)).file).toEqual({ name, type, size })

  await resolveReport(staff, { id: report.id, outcome: 'actioned' })
  await expect(reads()).rejects.toMatchObject(missing)
  expect((await getReport(staff, report)).file).toBeNull()
  expect(await usedBy(ann)).toBe(0)
  await sweep(system())
  expect([await keptFiles(), await states()]).toEqual([[], []])
  const looked = await core.sql(`select subject from audit_log where action = 'report.file.read'`)
  expect(looked).toEqual([1, 2].map(() => ({ subject: `report:${report.id}` })))
})

test('the file of a settled report stays with its message, and goes with it', async () => {
  const { file, message, report, staff } = await reported()
  await resolveReport(staff, { id: report.id, outcome: 'dismissed' })
  expect(await read(ben, file.id)).toEqual(PDF)
  expect((await getReportedFile(staff, report)).size).toBe(PDF.length)
  await deleteDirectMessage(core.as(ann), { id: message.id })
  expect(await states()).toEqual([{ state: 'removed' }])
})

test('of a message that is reported and deleted at once, staff have the file or nobody has', async () => {
  const staff = core.as(await core.newUser('staff'))
  for (let n = 0; n < 8; n += 1) {
    const { id: attachmentId } = await uploaded()
    const sent = { uid: ben.uuid, message: `${n}`, attachmentId }
    const { id } = await sendDirectMessage(core.as(ann), sent)
    const [report] = await Promise.all([
      reportMessage(core.as(ben), { id, reason: 'a threat' }),
      deleteDirectMessage(core.as(ann), { id }),
    ])
    const { file } = await getReport(staff, report)
    const [kept] = await core.sql('select state from attachments where id = $1', [attachmentId])
    expect(kept).toEqual({ state: file ? 'withheld' : 'removed' })
    await resolveReport(staff, { id: report.id, outcome: 'actioned' })
  }
  expect(await usedBy(ann)).toBe(0)
})

test('what no message was sent with goes after a day, and what was stays', async () => {
  const [loose, sent] = [await uploaded(), await uploaded()]
  await sendDirectMessage(core.as(ann), { uid: ben.uuid, message: '', attachmentId: sent.id })
  later(24 * HOUR - 1000)
  await sweep(system())
  expect(await states()).toEqual([{ state: 'attached' }, { state: 'loose' }])
  later(2000)
  await sweep(system())
  expect(await states()).toEqual([{ state: 'attached' }])
  await expect(read(ann, loose.id)).rejects.toMatchObject(missing)
  expect(await keptFiles()).toEqual([`${sent.id.slice(0, 2)}/${sent.id}`])
  expect(await usedBy(ann)).toBe(PDF.length)
})

test('a process that ends anywhere on the way leaves nothing that is not removed', async () => {
  const ctx = core.as(ann)
  await upload.makeRoom(ctx, 1000)
  const { id } = await upload.makeRoom(ctx, 1000)
  await upload.prepare(ctx, { file: await received(id) })
  expect([await keptFiles(), await usedBy(ann)]).toEqual([[`${id.slice(0, 2)}/${id}`], 2000])
  await sweep(system())
  expect(await states()).toHaveLength(2)
  later(11 * 60_000)
  await sweep(system())
  expect([await keptFiles(), await states(), await usedBy(ann)]).toEqual([[], [], 0])
})

test('what comes after it was given up is not kept', async () => {
  const ctx = core.as(ann)
  const { id } = await upload.makeRoom(ctx, PDF.length)
  const finish = await upload.prepare(ctx, { file: await received(id) })
  later(11 * 60_000)
  await sweep(system())
  await expect(finish(ctx)).rejects.toMatchObject({ code: 'INTERNAL_ERROR' })
  expect([await states(), await usedBy(ann)]).toEqual([[], 0])
})

test('with the store away a file is refused, and removed when it is back', async () => {
  const kept = await uploaded()
  const ctx = core.as(ann)
  const room = await upload.makeRoom(ctx, PDF.length)
  isAway = true
  const file = await received(room.id)
  await expect(upload(ctx, { file })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(read(ann, kept.id)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await room.giveBack()
  later(25 * HOUR)
  await expect(sweep(system())).rejects.toThrow(BlobsUnavailable)
  expect(await states()).toEqual([{ state: 'removed' }, { state: 'removed' }])
  expect(await usedBy(ann)).toBe(0)
  isAway = false
  await sweep(system())
  expect([await states(), await keptFiles()]).toEqual([[], []])
})

test('a file that the store has lost is not answered as if there were none', async () => {
  const { id } = await uploaded()
  await core.as(ann).blobs.remove(id)
  await expect(read(ann, id)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('many sweepers at once remove each file once, beside those who send', async () => {
  for (const user of [ann, ben, ann, ben]) await uploaded(user)
  later(25 * HOUR)
  await Promise.all([
    ...Array.from({ length: 5 }, () => sweep(system())),
    ...[ann, ben, ann].map((user) => uploaded(user)),
  ])
  await sweep(system())
  expect(await states()).toHaveLength(3)
  expect([await usedBy(ann), await usedBy(ben)]).toEqual([2 * PDF.length, PDF.length])
})

test('what is not to be sent after all is removed by its owner alone, and its room is free at once', async () => {
  const { id } = await uploaded()
  const { id: attachmentId } = await uploaded()
  await sendDirectMessage(core.as(ann), { uid: ben.uuid, message: '', attachmentId })
  for (const by of [ben, await core.newUser('staff')]) {
    await expect(discard(core.as(by), { id })).rejects.toMatchObject(missing)
  }
  await expect(discard(core.as(ann), { id: attachmentId })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  await discard(core.as(ann), { id })
  expect(await usedBy(ann)).toBe(PDF.length)
  await expect(discard(core.as(ann), { id })).rejects.toMatchObject(missing)
  await expect(read(ann, id)).rejects.toMatchObject(missing)
  await expect.poll(keptFiles).toHaveLength(1)
})

test('of a file that is sent and removed at once, one of the two happens', async () => {
  for (let n = 0; n < 8; n += 1) {
    const { id: attachmentId } = await uploaded()
    const [sent, removed] = await Promise.allSettled([
      sendDirectMessage(core.as(ann), { uid: ben.uuid, message: 'look', attachmentId }),
      discard(core.as(ann), { id: attachmentId }),
    ])
    expect([sent.status, removed.status].sort()).toEqual(['fulfilled', 'rejected'])
  }
})

test('files that the store will not let go of keep no others from going', async () => {
  for (let n = 0; n < 52; n += 1) {
    const { id } = await uploaded()
    await core.sql(`update attachments set state = 'removed' where id = $1`, [id])
  }
  later(1000)
  isAway = true
  await expect(sweep(system())).rejects.toThrow()
  const tried = await core.sql('select 1 from attachments where created_at = $1', [core.time.now])
  expect(tried).toHaveLength(50)
  later(1000)
  await expect(sweep(system())).rejects.toThrow()
  const first = await core.sql('select min(created_at)::text as at from attachments')
  expect(new Date(String(first[0]?.at)).getTime()).toBe(core.time.now.getTime() - 1000)
})

test('room that is given back can be used again, exactly', async () => {
  const ctx = core.as(ann)
  const most = 500 * 1024 * 1024
  const rooms = await Promise.allSettled(
    Array.from({ length: 8 }, () => upload.makeRoom(ctx, most / 2)),
  )
  const made = rooms.flatMap((room) => (room.status === 'fulfilled' ? [room.value] : []))
  expect(made).toHaveLength(2)
  expect(rooms.flatMap((room) => (room.status === 'rejected' ? [room.reason.code] : []))).toEqual(
    Array(6).fill('LIMIT_EXCEEDED'),
  )
  await Promise.all(made.map(({ giveBack }) => giveBack()))
  await made[0]?.giveBack()
  expect(await usedBy(ann)).toBe(0)
  await expect.poll(states).toEqual([])
  expect(await upload.makeRoom(ctx, most)).toBeDefined()
})
