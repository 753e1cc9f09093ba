import { type AttachmentType, fieldRefused, SoukError } from '@souk/contract'
import type { Sharp, SharpOptions } from 'sharp'
import { createGroupTurns, createTurns } from '../turns.ts'

export type PictureType = Exclude<AttachmentType, 'application/pdf'>

/** Makes pictures anew. */
export interface Pictures {
  /**
   * Writes the picture at `source` to `target`: its pixels and nothing else, upright, and no larger than
   * screens show.
   * @throws VALIDATION_FAILED when it cannot be read, moves or is too large; UNAVAILABLE when too many wait
   */
  remake(sender: Sender, type: PictureType, source: string, target: string): Promise<void>
}

/** Whose picture it is, and where they are. */
export interface Sender {
  readonly userId: number
  readonly address: string
}

/** Pixels that a picture may have; so many take up to 300 MB while they are made anew. */
const MOST_PIXELS = 50_000_000
/** Pixels that a side keeps: to write all of the largest would take twice the memory, and twice as long. */
const LONGEST_SIDE = 4096
/** Seconds that one may take. */
const SECONDS = 20

/** One at a time: passwords are hashed by the same four threads, and on the same cores. */
const TURNS = { atOnce: 1, waiting: 64 }
/** Of one address, one waits among those of others; accounts cost nothing, and addresses do. */
const TURNS_OF_ADDRESS = { atOnce: 1, waiting: 24, waitingEach: 4 }

export function createPictures(): Pictures {
  const turns = createTurns({ ...TURNS, refusal: tooMany })
  const addresses = createGroupTurns({ ...TURNS_OF_ADDRESS, refusal: tooMany })
  return {
    remake: ({ userId, address }, type, source, target) =>
      addresses.run(address, String(userId), () =>
        turns.run(address, () => remake(type, source, target)),
      ),
  }
}

const QUALITY = 85

const WRITTEN_AS: Readonly<Record<PictureType, (picture: Sharp) => Sharp>> = {
  'image/jpeg': (picture) => picture.jpeg({ quality: QUALITY }),
  'image/png': (picture) => picture.png(),
  'image/webp': (picture) => picture.webp({ quality: QUALITY }),
}

async function remake(type: PictureType, source: string, target: string): Promise<void> {
  const sharp = await loadSharp()
  const options: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: 'error' }
  try {
    const { format, pages = 1 } = await sharp(source, options).metadata()
    if (`image/${format}` !== type) throw fieldRefused('file', UNREADABLE)
    if (pages > 1) throw fieldRefused('file', 'must be a picture that does not move')
    const upright = sharp(source, options)
      .autoOrient()
      .resize({
        width: LONGEST_SIDE,
        height: LONGEST_SIDE,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .timeout({ seconds: SECONDS })
    await WRITTEN_AS[type](upright).toFile(target)
  } catch (error) {
    throw error instanceof SoukError ? error : refusalOf(error)
  }
}

/** Loaded when the first picture comes. It reads the three formats, and no other, whatever it is given. */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })
  return sharp
}

const UNREADABLE = 'is not a picture that can be read'

/** Of its errors sharp tells the text alone. */
function refusalOf(cause: unknown): SoukError {
  const { message } = cause as Error
  if (/write error|no space/i.test(message)) {
    const said = 'Files cannot be taken just now, please try again later'
    return new SoukError('UNAVAILABLE', said, { cause, retryAfter: 60 })
  }
  if (/pixel limit/.test(message)) {
    return fieldRefused('file', `must have at most ${MOST_PIXELS / 1e6} million pixels`)
  }
  if (/timeout/.test(message)) return fieldRefused('file', 'takes too long to be read')
  return fieldRefused('file', UNREADABLE)
}

function tooMany(): SoukError {
  const message = 'Too many pictures are waiting, please try again'
  return new SoukError('UNAVAILABLE', message, { retryAfter: 10 })
}
