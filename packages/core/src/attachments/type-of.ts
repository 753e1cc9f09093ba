import { open } from 'node:fs/promises'
import { ATTACHMENT_TYPES, type AttachmentType, SoukError } from '@souk/contract'

/** Bytes at the beginning that tell what it is. */
const HEAD = 4100
/** Bytes at the end of a PDF in which it has to say that it ends. */
const TAIL = 1024

/**
 * What a file is, by its bytes; its name and what its sender calls it are not asked.
 * @throws UNSUPPORTED_MEDIA_TYPE when it is nothing that may be sent
 */
export async function typeOf({
  path,
  size,
}: {
  path: string
  size: number
}): Promise<AttachmentType> {
  const file = await open(path, 'r')
  try {
    const piece = async (length: number, position: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    }
    const head = await piece(HEAD, 0)
    const type = await sniffed(head)
    if (type === 'application/pdf') {
      const tail = await piece(TAIL, Math.max(0, size - TAIL))
      if (!isWholePdf(head, tail)) throw notTaken('This is not a PDF from its beginning to its end')
    }
    return type
  } finally {
    await file.close()
  }
}

async function sniffed(head: Buffer): Promise<AttachmentType> {
  // Loaded when the first file comes.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  const type = ATTACHMENT_TYPES.find((one) => one === found?.mime)
  if (!type) throw notTaken('Send a JPEG, PNG or WebP picture, or a PDF')
  return type
}

/** So that it is not something else as well, before its beginning or after its end. */
function isWholePdf(head: Buffer, tail: Buffer): boolean {
  const end = tail.lastIndexOf('%%EOF')
  return head.indexOf('%PDF-') === 0 && end >= 0 && /^\s*$/.test(tail.toString('latin1', end + 5))
}

function notTaken(message: string): SoukError {
  return new SoukError('UNSUPPORTED_MEDIA_TYPE', message)
}
