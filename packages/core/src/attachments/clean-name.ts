import type { AttachmentType } from '@souk/contract'

/** How names of each type may end; the first is given to those that do not. */
const ENDINGS: Readonly<Record<AttachmentType, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
}

/** Characters that a name keeps, its ending aside. */
const LONGEST = 100

/** What is not seen, ends a line or turns others around; and what some systems have no names with. */
const UNFIT = /[\p{C}\p{Zl}\p{Zp}<>:"|?*]+/gu

/**
 * A file's name as its sender gave it, without whatever is a path or could deceive. Its ending is that of its
 * type, so that no system takes it for anything else.
 */
export function cleanName(given: string, type: AttachmentType): string {
  const [own = '', ...others] = ENDINGS[type]
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(UNFIT, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const ending = [own, ...others].find((one) => plain.toLowerCase().endsWith(`.${one}`)) ?? own
  const stem = plain.toLowerCase().endsWith(`.${ending}`)
    ? plain.slice(0, -ending.length - 1)
    : plain
  const kept = [...stem].slice(0, LONGEST).join('').trim()
  return `${kept || 'file'}.${ending}`
}
