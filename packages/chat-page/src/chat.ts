import { signal } from '@preact/signals'
import {
  type DirectEvent,
  type DirectMessage,
  isSoukError,
  type SoukClient,
  type Thread,
} from '@souk/client'
import { afterEvent, isWith, withMessages } from './conversation.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { forget } from './people.ts'
import type { Session } from './session.ts'
import { createTyping, type Typing } from './typing.ts'
import { wordsFor } from './words.ts'

/** Whom the open conversation is with. */
export interface Other {
  readonly uuid: string
  readonly username: string
}

/** `away` while the line is broken; it comes back by itself. */
export type Line = 'connecting' | 'connected' | 'away' | 'ended'

/** Messages that are asked for at a time. */
const PAGE = 30

/** Everything one person's page shows, and what they can do on it. */
export interface Chat {
  readonly me: Session
  readonly client: SoukClient
  readonly line: { readonly value: Line }
  readonly threads: { readonly value: readonly Thread[] }
  readonly other: { readonly value: Other | undefined }
  readonly messages: { readonly value: readonly DirectMessage[] }
  readonly hasEarlier: { readonly value: boolean }
  /** What went wrong last, in words for the reader. */
  readonly trouble: { value: string }
  readonly outbox: Outbox
  readonly typing: Typing
  /** Shows the conversation with somebody, or none. */
  open(other: Other | undefined): Promise<void>
  loadEarlier(): Promise<void>
  /** Sends to whom the open conversation is with. */
  send(text: string, file: File | undefined): void
  remove(message: DirectMessage): Promise<void>
  close(): Promise<void>
}

/** Begins to listen as somebody, and reads once that has begun: so nothing is missed. */
export function startChat(me: Session, client: SoukClient): Chat {
  const line = signal<Line>('connecting')
  const threads = signal<readonly Thread[]>([])
  const other = signal<Other | undefined>(undefined)
  const messages = signal<readonly DirectMessage[]>([])
  const hasEarlier = signal(false)
  const trouble = signal('')
  const typing = createTyping(client)
  const outbox = createOutbox(client, (message) => take([message]))

  const explain = (error: unknown) => {
    trouble.value = wordsFor(error)
  }

  /** Messages of the open conversation; of another, which was open a moment ago, none are taken. */
  function take(found: readonly DirectMessage[]): void {
    const { uuid } = other.value ?? {}
    const ours = found.filter((message) => uuid !== undefined && isWith(message, uuid))
    messages.value = withMessages(messages.value, ours)
  }

  const loadThreads = oneAtATime(async () => {
    threads.value = (await client.chat.threads.query()).items
  }, explain)

  /** Tells what has been read, once it can be seen. */
  const markRead = oneAtATime(async () => {
    const uuid = other.value?.uuid
    const newest = messages.value.findLast(({ sender, seen }) => sender.uuid === uuid && !seen)
    if (uuid === undefined || !newest || document.visibilityState === 'hidden') return
    await client.chat.markRead.mutate({ uid: uuid, upTo: newest.id })
  }, explain)

  async function load(uuid: string, before?: number): Promise<void> {
    const page = { uid: uuid, perPage: PAGE, markRead: false, ...(before && { before }) }
    const { items } = await client.chat.messages.query(page)
    if (other.value?.uuid !== uuid) return
    const isFirst = messages.value.length === 0
    take(items)
    // The newest page, read again, says nothing of what is before all others.
    if (before || isFirst) hasEarlier.value = items.length === PAGE
    markRead()
  }

  async function open(whom: Other | undefined): Promise<void> {
    other.value = whom
    messages.value = []
    hasEarlier.value = false
    trouble.value = ''
    if (!whom) return
    await load(whom.uuid).catch((error: unknown) => {
      if (isSoukError(error, 'NOT_FOUND')) forget(whom.uuid)
      explain(error)
    })
  }

  function hear(event: DirectEvent): void {
    const { uuid } = other.value ?? {}
    if (uuid !== undefined) messages.value = afterEvent(messages.value, event, uuid)
    if ('message' in event) {
      outbox.arrived(event.message)
      typing.ended(event.message.sender.uuid)
    }
    markRead()
    loadThreads()
  }

  /** Reads what may have been written before anything was heard. */
  function catchUp(): void {
    loadThreads()
    if (other.value) void load(other.value.uuid).catch(explain)
  }

  function noteLine(state: string): void {
    if (state !== 'pending') {
      if (line.value === 'connected') line.value = 'away'
      return
    }
    line.value = 'connected'
    trouble.value = ''
    markRead()
  }

  const watching = client.chat.watch.subscribe(undefined, {
    onStarted: catchUp,
    onData: ({ data }) => hear(data),
    onConnectionStateChange: ({ state }) => noteLine(state),
    onError(error) {
      line.value = 'ended'
      explain(error)
    },
  })
  document.addEventListener('visibilitychange', markRead)

  return {
    me,
    client,
    line,
    threads,
    other,
    messages,
    hasEarlier,
    trouble,
    outbox,
    typing,
    open,
    async loadEarlier() {
      const [oldest] = messages.value
      if (other.value && oldest) await load(other.value.uuid, oldest.id).catch(explain)
    },
    send(text, file) {
      if (!other.value) return
      outbox.send({ to: other.value.uuid, text, file })
      typing.sent()
    },
    async remove({ id }) {
      await client.chat.deleteMessage.mutate({ id }).then((gone) => take([gone]), explain)
    },
    async close() {
      document.removeEventListener('visibilitychange', markRead)
      watching.unsubscribe()
      typing.close()
      await client.close()
    },
  }
}

/** Does something; once more afterwards, if it was wanted again meanwhile. */
function oneAtATime(work: () => Promise<void>, onError: (error: unknown) => void): () => void {
  let underWay = false
  let isWanted = false
  const run = async () => {
    isWanted = true
    if (underWay) return
    underWay = true
    while (isWanted) {
      isWanted = false
      await work().catch(onError)
    }
    underWay = false
  }
  return () => void run()
}
