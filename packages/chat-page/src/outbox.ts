import { type ReadonlySignal, signal } from '@preact/signals'
import type { DirectMessage, SoukClient } from '@souk/client'
import { wordsFor } from './words.ts'

/** A message on its way. */
export interface Outgoing {
  /** Sent again under this name, a message is stored once. */
  readonly clientId: string
  /** The receiver's UUID. */
  readonly to: string
  readonly text: string
  readonly file: File | undefined
  /** Why it was not sent; empty while it may be. */
  readonly trouble: string
}

export interface Outbox {
  readonly waiting: ReadonlySignal<readonly Outgoing[]>
  send(message: Pick<Outgoing, 'to' | 'text' | 'file'>): void
  retry(message: Outgoing): void
  discard(message: Outgoing): void
  /** Takes out what has been heard of. */
  arrived(message: DirectMessage): void
}

/** Sends messages one after another, in the order they were written in. */
export function createOutbox(client: SoukClient, onSent: (message: DirectMessage) => void): Outbox {
  const waiting = signal<readonly Outgoing[]>([])
  /** The files that Souk has already, by their messages' names. */
  const uploaded = new Map<string, string>()
  let last: Promise<void> = Promise.resolve()

  const remove = (clientId: string | null) => {
    waiting.value = waiting.value.filter((message) => message.clientId !== clientId)
  }
  const note = (clientId: string, trouble: string) => {
    waiting.value = waiting.value.map((message) =>
      message.clientId === clientId ? { ...message, trouble } : message,
    )
  }

  async function upload({ clientId, file }: Outgoing): Promise<string | undefined> {
    if (!file) return undefined
    const id = uploaded.get(clientId) ?? (await client.chat.upload.mutate({ file })).id
    uploaded.set(clientId, id)
    return id
  }

  async function deliver(message: Outgoing): Promise<void> {
    const { clientId, to, text } = message
    const attachmentId = await upload(message)
    const sent = await client.chat.send.mutate({ uid: to, message: text, clientId, attachmentId })
    onSent(sent)
    remove(clientId)
  }

  function queue(message: Outgoing): void {
    last = last
      .then(() => deliver(message))
      .catch((error: unknown) => note(message.clientId, wordsFor(error)))
  }

  return {
    waiting,
    send(message) {
      const clientId = crypto.getRandomValues(new Uint32Array(4)).join('-')
      const outgoing = { ...message, clientId, trouble: '' }
      waiting.value = [...waiting.value, outgoing]
      queue(outgoing)
    },
    retry(message) {
      note(message.clientId, '')
      queue(message)
    },
    discard: ({ clientId }) => remove(clientId),
    arrived: ({ clientId }) => remove(clientId),
  }
}
