import type { ToldEvent } from '@souk/contract'

export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of a request. */
export interface WebhookAnswer {
  /** Null where no answer came. */
  readonly status: number | null
  /** The beginning of the answer: its first 4 KiB. */
  readonly body: string
  /** Why it did not arrive; null when it did. */
  readonly error: string | null
  readonly milliseconds: number
}

/** The way to people's own servers. */
export interface WebhookSender {
  /** Why nothing will ever be sent to a URL, as far as it tells by itself; undefined for a good one. */
  problemOf(url: string): string | undefined
  /** Never fails, and takes seconds at most. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookAnswer>
}

/** What webhooks need from outside of core. */
export interface WebhookDoor extends WebhookSender {
  /** What an event is about, as REST shows it in its document's own words. */
  present(event: ToldEvent, about: unknown): unknown
}

/** Nothing is sent. */
export const noWebhooks: WebhookDoor = {
  problemOf: () => undefined,
  present: (_, about) => about,
  send: async () => ({ status: null, body: '', error: 'Nothing is sent here', milliseconds: 0 }),
}
