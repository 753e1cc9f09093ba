import type { Letter } from '../mail/layout.ts'
import type { Templates } from '../mail/render-mail.ts'

interface OffData {
  readonly url: string
  readonly reason: 'gone' | 'failing'
}

function switchedOff({ url, reason }: OffData): Letter {
  const why =
    reason === 'gone'
      ? 'Its server answered that it is gone (410)'
      : 'Nothing has arrived there for five days'
  return {
    subject: 'A webhook of yours has been switched off',
    paragraphs: [
      `${why}, so nothing is sent to ${url} any more.`,
      'You can switch it on again, and have what has failed delivered once more.',
    ],
  }
}

/** What is mailed of webhooks. */
export const mails = { 'webhook.switched_off': switchedOff } satisfies Templates
