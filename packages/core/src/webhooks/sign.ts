import { createHmac } from 'node:crypto'

/** What is signed. */
export interface Message {
  readonly id: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly body: string
}

/** What everybody may know of a message: the headers without its signatures. */
export function plainHeaders({ id, timestamp }: Omit<Message, 'body'>): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Souk-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
  }
}

/**
 * The signatures of a message, by each of the secrets, the newest first: as Standard Webhooks has them, in
 * one header, and as document 3 does, whose header has room for one. There what is signed is the body alone,
 * by the letters of the secret.
 */
export function signatures(
  { id, timestamp, body }: Message,
  secrets: readonly string[],
): Record<string, string> {
  const hex = (secret: string) =>
    `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const standard = (secret: string) =>
    `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  const [newest = '', previous] = secrets
  return {
    'webhook-signature': secrets.map(standard).join(' '),
    'x-webhook-signature': hex(newest),
    ...(previous !== undefined && { 'x-webhook-signature-previous': hex(previous) }),
  }
}

const STANDARD = 'whsec_'

/** The bytes that Standard Webhooks signs with: what is in Base64 after `whsec_`, else the letters. */
function keyOf(secret: string): Buffer {
  return secret.startsWith(STANDARD)
    ? Buffer.from(secret.slice(STANDARD.length), 'base64')
    : Buffer.from(secret)
}
