import type { Page } from '@souk/contract'

/** A procedure that gives a list page by page, such as `client.trades.list`. */
export interface PagedProcedure<Input, Entry> {
  query(input: Input, options?: ListOptions): Promise<Page<Entry>>
}

export interface ListOptions {
  readonly signal?: AbortSignal
}

/** What a list is asked for; where it goes on is found out. */
type Filters<Input> = Omit<Extract<Input, object>, 'page' | 'cursor'>

/** Filters may be left out where none is required. */
type ListArguments<Input> =
  Record<never, never> extends Filters<Input>
    ? [filters?: Filters<Input>, options?: ListOptions]
    : [filters: Filters<Input>, options?: ListOptions]

/**
 * All pages of a list, one after the other, each asked for when it is wanted:
 *
 *     for await (const { items } of pagesOf(client.trades.chat.list, { tradeId: 7 })) …
 *
 * No entry comes twice and none that was there all the time is left out, whatever others write
 * meanwhile. `perPage` among the filters says how many come at once.
 * @throws SoukClientError as the procedure does
 */
export async function* pagesOf<Input, Entry>(
  list: PagedProcedure<Input, Entry>,
  ...[filters, options]: ListArguments<Input>
): AsyncGenerator<Page<Entry>, void, undefined> {
  let after = {}
  for (let page = 1; ; page += 1) {
    // The filters are the input but for where it goes on.
    const found = await list.query({ ...filters, ...after, page } as Input, options)
    yield found
    if (found.nextCursor === undefined) return
    after = { cursor: found.nextCursor }
  }
}

/**
 * All entries of a list, to its end:
 *
 *     for await (const trade of entriesOf(client.trades.list, { asset: 'btc' })) …
 *
 * They come as its pages have them, see `pagesOf`; in a chat each page is oldest first.
 */
export async function* entriesOf<Input, Entry>(
  list: PagedProcedure<Input, Entry>,
  ...given: ListArguments<Input>
): AsyncGenerator<Entry, void, undefined> {
  for await (const { items } of pagesOf(list, ...given)) yield* items
}
