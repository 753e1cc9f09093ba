import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { LocalFile } from '@souk/blobs'
import {
  type Attachment,
  type AttachmentType,
  MAX_FILE,
  type ReceivedFile,
  SoukError,
} from '@souk/contract'
import { row } from '@souk/database'
import { type Ctx, signedIn } from '../context.ts'
import { call, dbFunction } from '../db-function.ts'
import { isoTime } from '../iso-time.ts'
import { type Finish, taker } from '../prepared.ts'
import { unforeseen } from '../unforeseen.ts'
import { cleanName } from './clean-name.ts'
import { inStore } from './in-store.ts'
import { LIMITS } from './limits.ts'
import { makeRoom, spaceIsFull } from './make-room.ts'
import { typeOf } from './type-of.ts'

interface KeptRow {
  readonly outcome: 'done' | 'full' | 'gone'
  readonly attachment: Attachment | null
}

const keepFunction = dbFunction(
  'keep_attachment',
  ['id', 'name', 'type', 'bytes', 'sha256', 'mostBytes'],
  row<KeptRow>(),
)

/**
 * Keeps a file that somebody has sent, for a message to be sent with it.
 * @throws UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED, PAYLOAD_TOO_LARGE, LIMIT_EXCEEDED, RATE_LIMITED, UNAVAILABLE
 */
export const upload = taker(makeRoom, async (ctx: Ctx, { file }: { file: ReceivedFile }) => {
  const type = await typeOf(file)
  const kept = type === 'application/pdf' ? file : await remade(ctx, type, file)
  try {
    // The row is there already, so whatever becomes of this process, the file is found again.
    await inStore(() => ctx.blobs.put(file.room, kept))
  } finally {
    if (kept !== file) await rm(kept.path, { force: true })
  }
  return finish(file, type, kept)
})

function finish(
  { room: id, name }: ReceivedFile,
  type: AttachmentType,
  { size: bytes, sha256 }: LocalFile,
): Finish<Attachment> {
  return async (tx) => {
    const values = { id, name: cleanName(name, type), type, bytes, sha256 }
    const found = await call(tx, keepFunction, { ...values, mostBytes: LIMITS.bytes })
    if (found.outcome === 'full') throw spaceIsFull()
    if (!found.attachment) throw unforeseen(`the room ${id} is ${found.outcome}`)
    return { ...found.attachment, createdAt: isoTime(found.attachment.createdAt) }
  }
}

/** The picture anew, beside where it came. */
async function remade(
  ctx: Ctx,
  type: Exclude<AttachmentType, 'application/pdf'>,
  { path: source }: ReceivedFile,
): Promise<LocalFile> {
  const path = `${source}.remade`
  try {
    const { userId } = signedIn(ctx)
    await ctx.pictures.remake({ userId, address: ctx.address }, type, source, path)
    const { size } = await stat(path)
    if (size > MAX_FILE) {
      const message = 'The picture is too large once it is made anew: send it with fewer pixels'
      throw new SoukError('PAYLOAD_TOO_LARGE', message)
    }
    return { path, size, sha256: await sha256Of(path) }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
