import { z } from 'zod'

const CURSOR_RULE = 'is not of this list with these filters; begin again without one'

export const MAX_PER_PAGE = 100
/** Page numbers reach this far; a cursor goes on to the last entry. */
export const MAX_LISTED = 10_000

/**
 * `page` and `perPage`, clamped rather than refused, and `cursor`, as every list takes them. After a
 * cursor the page number only counts the pages.
 */
export function pageFields(perPage = 50) {
  return {
    page: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('Page number, from 1. Numbers reach 10,000 entries; a cursor goes on.'),
    perPage: z
      .number()
      .int()
      .min(1)
      .transform((n) => Math.min(n, MAX_PER_PAGE))
      .default(perPage)
      .describe(`Entries a page, at most ${MAX_PER_PAGE}.`),
    cursor: z
      .string()
      .max(1000)
      .regex(/^[\w-]+$/, CURSOR_RULE)
      .optional()
      .describe(
        'Where the page before ended, with the same filters: as it gave it, in its `Link` with rel="next" or, over tRPC, as `nextCursor`. Nothing is shown twice or passed over, whatever others write meanwhile.',
      ),
  }
}

/** No list is so long; larger ones would be no whole numbers any more. */
const LAST_PAGE = 1_000_000

/** The same where a document's clients may ask for page -1 or 1000 entries: anything is clamped. */
export function clampedPageFields(perPage: number) {
  const { cursor, page, perPage: size } = pageFields(perPage)
  const between = (least: number, most: number) => (n: number) =>
    Math.min(Math.max(Math.floor(n), least), most)
  const described = (field: z.ZodType) => field.description ?? ''
  return {
    page: z.number().transform(between(1, LAST_PAGE)).default(1).describe(described(page)),
    perPage: z
      .number()
      .transform(between(1, MAX_PER_PAGE))
      .default(perPage)
      .describe(described(size)),
    cursor,
  }
}

/** What the numbers of a page are; documents that count its pages say so too. */
export const PAGING = {
  page: 'Number of this page, from 1.',
  perPage: 'Entries a page.',
  total: 'How many there are in all: counted up to 10,000; of messages exact.',
  pages: 'How many pages that makes.',
} as const

/**
 * One page of a list, with the total over all pages (counted up to 10,000; exact of messages) and the
 * cursor of the next one, if there is one.
 */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).describe('The entries of this page.'),
    page: z.int().describe(PAGING.page),
    perPage: z.int().describe(PAGING.perPage),
    total: z.int().describe(PAGING.total),
    nextCursor: z.string().optional().describe('The `cursor` of the next page; none on the last.'),
  })
}

export interface Page<T> {
  items: T[]
  page: number
  perPage: number
  /** Counted up to 10,000; of messages it is exact. */
  total: number
  /** The `cursor` that the next page begins after; none on the last. */
  nextCursor?: string | undefined
}
