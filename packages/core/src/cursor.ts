import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { SoukError } from '@souk/contract'
import type { Settings } from './settings.ts'

/** Bytes of the mark that tells a cursor of ours from what somebody made up. */
const MARK = 16

/** What a row is sorted by, column by column, as text. */
export type Place = readonly string[]

/**
 * The cursor after a place in a list. It is marked, not sealed: what is in it was shown in the row
 * before it. The mark holds it to one list with one choice of filters.
 * @param list names them
 */
export function cursorAfter(settings: Settings, list: string, place: Place): string {
  const written = Buffer.from(JSON.stringify(place))
  return Buffer.concat([markOf(settings, list, written), written]).toString('base64url')
}

/**
 * The place in a list that a cursor of it stands for.
 * @throws VALIDATION_FAILED when it is not one that Souk gave out for this list
 */
export function positionOf(settings: Settings, list: string, cursor: string): Place {
  const given = Buffer.from(cursor, 'base64url')
  const [mark, written] = [given.subarray(0, MARK), given.subarray(MARK)]
  // Decoding passes over what is no base64url: a cursor has one spelling only.
  const isWhole = mark.length === MARK && given.toString('base64url') === cursor
  if (!isWhole || !timingSafeEqual(mark, markOf(settings, list, written))) {
    throw new SoukError('VALIDATION_FAILED', 'The cursor is not of this list', {
      fields: [
        {
          path: ['cursor'],
          message: 'is not of this list with these filters; begin again without one',
        },
      ],
    })
  }
  return JSON.parse(written.toString())
}

function markOf(settings: Settings, list: string, written: Buffer): Buffer {
  // Both are JSON, whose end can be told: no list with a place reads like another with another.
  const marked = createHmac('sha256', keyOf(settings)).update(JSON.stringify(list)).update(written)
  return marked.digest().subarray(0, MARK)
}

const keys = new WeakMap<Settings, Buffer>()

/** Derived once: each page has a cursor. */
function keyOf(settings: Settings): Buffer {
  const known = keys.get(settings)
  if (known) return known
  const key = Buffer.from(hkdfSync('sha256', settings.secretKey, '', 'souk cursor', 32))
  keys.set(settings, key)
  return key
}
