import { signal } from '@preact/signals'
import type { Trade } from '@souk/client'
import type { Person } from './person.ts'

/** Something that happened, as a reader is told it. */
export interface Told {
  readonly key: string
  readonly text: string
}

export interface Side {
  readonly person: Person
  /** The trade as this side knows it: what one has not heard of yet, one cannot act on. */
  readonly trade: { readonly value: Trade | undefined }
  /** What this side has heard, oldest first. */
  readonly heard: { readonly value: readonly Told[] }
}

/** A trade between two people, and what can be done about it now. */
export interface Deal {
  readonly seller: Side
  readonly buyer: Side
  offer(): Promise<void>
  take(): Promise<void>
  /** Writes in the trade's chat. */
  say(by: Side, message: string): Promise<void>
  release(): Promise<void>
  close(): Promise<void>
}

const AMOUNT = '10'

/** Makes a deal that two people are yet to begin. */
export function newDeal(seller: Person, buyer: Person): Deal {
  const [selling, buying] = [sideOf(seller), sideOf(buyer)]
  const idOf = () => selling.trade.value?.id ?? 0

  function tell(side: Listener, told: Told): void {
    side.heard.value = [...side.heard.value, told]
  }

  /** Each side listens with a client of its own, from the first event on. */
  function listen(side: Listener): void {
    const { client } = side.person
    const from = { tradeId: idOf(), lastEventId: '0' }
    const onError = () => tell(side, { key: 'end', text: 'Nothing more is heard: begin again' })
    client.trades.watch.subscribe(from, {
      onError,
      onData({ id, data }) {
        side.trade.value = data.trade
        tell(side, { key: `trade ${id}`, text: WORDS[data.type] ?? data.type })
        // What cannot be read now is read at the next event.
        side.person.loadFunds().catch(() => {})
      },
    })
    client.trades.chat.watch.subscribe(from, {
      onData({ id, data: { message } }) {
        tell(side, { key: `chat ${id}`, text: `${message.senderName}: ${message.message}` })
      },
    })
  }

  return {
    seller: selling,
    buyer: buying,
    async offer() {
      selling.trade.value = await seller.client.trades.create.mutate({
        asset: 'btc',
        amount: AMOUNT,
      })
      for (const side of [selling, buying]) listen(side)
    },
    async take() {
      await buyer.client.trades.buy.mutate({ id: idOf() })
    },
    async say({ person }, message) {
      await person.client.trades.chat.send.mutate({ tradeId: idOf(), message })
    },
    async release() {
      await seller.client.trades.release.mutate({ id: idOf() })
    },
    async close() {
      await Promise.all([seller.client.close(), buyer.client.close()])
    },
  }
}

type Listener = ReturnType<typeof sideOf>

const sideOf = (person: Person) => ({
  person,
  trade: signal<Trade | undefined>(undefined),
  heard: signal<readonly Told[]>([]),
})

const WORDS: Partial<Record<string, string>> = {
  'trade.created': `${AMOUNT} BTC are offered, and held`,
  'trade.taken': 'The trade is taken',
  'trade.released': `The ${AMOUNT} BTC are the buyer’s`,
}
