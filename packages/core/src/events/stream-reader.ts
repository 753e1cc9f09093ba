import type { Db } from '@souk/database'
import type { Bus } from './bus.ts'
import { type LoggedEvent, readEvents } from './read-events.ts'
import { type News, newsOf } from './read-news.ts'

/** Events of a page, and most that are read at once: one may have 16 KB, and there is a page for each stream. */
const PAGE = 64
/** Pages that are kept for those who follow from far behind. */
const KEPT = 8

/** Reads a stream for everybody in this process who follows it. */
export interface StreamReader {
  /** Events after `seq`, oldest first; none when there are none until the next hint. */
  after(db: Db, seq: number): Promise<readonly LoggedEvent[]>
  leave(): void
}

/** Events from a place in a page on, as they were at a hint. */
interface Page {
  /** Events up to this one are not in it. */
  from: number
  events: readonly LoggedEvent[]
  /** The hint since which it has been read. */
  hint: number
  /** The hint at which somebody has last asked for it. */
  asked: number
  /** The next event of the stream, where it is known to be on another page. */
  next?: number | undefined
  reading?: Promise<void> | undefined
}

interface Shared {
  readonly stream: string
  readonly news: News
  readonly pages: Map<number, Page>
  readonly followers: Set<() => void>
  /** How many hints have come. */
  hint: number
  unsubscribe(): void
}

const readers = new WeakMap<Bus, Map<string, Shared>>()

/**
 * Joins those who follow a stream: however many they are and wherever they begin, each part of it
 * is read once.
 * @param onHint called when there may be something new
 */
export function joinStream(bus: Bus, stream: string, onHint: () => void): StreamReader {
  const ofBus = readers.get(bus) ?? new Map<string, Shared>()
  readers.set(bus, ofBus)
  const shared = ofBus.get(stream) ?? open(bus, stream)
  ofBus.set(stream, shared)
  // One of its own: the same function may follow twice.
  const follower = () => onHint()
  shared.followers.add(follower)
  return {
    after: (db, seq) => readAfter(shared, db, seq),
    leave() {
      shared.followers.delete(follower)
      if (shared.followers.size > 0 || ofBus.get(stream) !== shared) return
      ofBus.delete(stream)
      shared.unsubscribe()
    },
  }
}

function open(bus: Bus, stream: string): Shared {
  const followers: Shared['followers'] = new Set()
  const shared = {
    stream,
    news: newsOf(bus),
    pages: new Map(),
    followers,
    hint: 0,
    unsubscribe: () => {},
  }
  shared.unsubscribe = bus.subscribe(stream, () => {
    shared.hint += 1
    for (const follower of followers) follower()
  })
  return shared
}

async function readAfter(shared: Shared, db: Db, seq: number): Promise<readonly LoggedEvent[]> {
  const number = Math.floor(seq / PAGE)
  const page = pageAt(shared, number, seq)
  const wanted = shared.hint
  const isRead = () => page.from <= seq && (isFull(page, number) || page.hint >= wanted)
  while (!isRead()) {
    page.reading ??= read(shared, db, page, number, seq).finally(() => {
      page.reading = undefined
    })
    await page.reading
  }
  const events = page.events.slice(page.events.findLastIndex((event) => event.seq <= seq) + 1)
  if (events.length > 0 || page.next === undefined) return events
  // A restore has passed numbers over.
  return readAfter(shared, db, page.next - 1)
}

function pageAt({ pages, hint }: Shared, number: number, seq: number): Page {
  const page = pages.get(number) ?? { from: seq, events: [], hint: -1, asked: hint }
  page.asked = hint
  // The one used last comes last, and the first is dropped.
  pages.delete(number)
  pages.set(number, page)
  const [first] = pages.keys()
  if (pages.size > KEPT && first !== undefined) pages.delete(first)
  return page
}

const endOf = (number: number) => (number + 1) * PAGE

const isFull = ({ events, next }: Page, number: number) =>
  next !== undefined || (events.at(-1)?.seq ?? 0) >= endOf(number)

/** Reads what a page lacks: what is new, or what lies before its beginning. */
async function read(
  shared: Shared,
  db: Db,
  page: Page,
  number: number,
  seq: number,
): Promise<void> {
  const { stream, hint } = shared
  if (seq < page.from) {
    const start = number * PAGE
    const before = await readEvents(db, stream, start, page.from - start)
    page.events = [...before.filter((event) => event.seq <= page.from), ...page.events]
    page.from = start
    return
  }
  const found = await readOn(shared, db, page, number)
  const more = found.filter((event) => event.seq <= endOf(number))
  page.events = [...page.events, ...more]
  page.next = found.at(more.length)?.seq
  page.hint = hint
  forgetLeft(shared)
  for (const event of more) forgetAmended(shared, page, event)
}

/** Drops what nobody has asked for since the hint before the last: everybody is further on by now. */
function forgetLeft({ pages, hint }: Shared): void {
  for (const [number, { asked }] of pages) if (asked < hint - 1) pages.delete(number)
}

/** What was changed in the log, as when a message was deleted, is not to be had from here any more. */
function forgetAmended({ stream, pages }: Shared, current: Page, { data }: LoggedEvent): void {
  const { [stream]: amended } = (data as Amending | null)?.amended ?? {}
  if (amended === undefined) return
  const number = Math.floor((amended - 1) / PAGE)
  const page = pages.get(number)
  if (page?.reading && page !== current) pages.delete(number)
  else if (page && page.from < amended) {
    page.events = page.events.filter(({ seq }) => seq > amended)
    page.from = amended
  }
}

/** An event that says which others were changed with it, by their streams (`amend_events`). */
interface Amending {
  readonly amended?: Readonly<Record<string, number>>
}

/** What comes after what a page has, at least up to its end: what is long is read on its own. */
async function readOn(
  { stream, news }: Shared,
  db: Db,
  page: Page,
  number: number,
): Promise<LoggedEvent[]> {
  const end = endOf(number)
  const last = page.events.at(-1)?.seq ?? page.from
  const { events, isAll } = await news.after(db, stream, last)
  const from = events.at(-1)?.seq ?? last
  if (isAll || from >= end) return events
  return [...events, ...(await readEvents(db, stream, from, end - from))]
}
