/** What Souk sends to a webhook, once it is known to come from there. */
export interface VerifiedWebhook {
  /** The same for every try: what has been dealt with under it comes again at most. */
  readonly id: string
  /** What has happened, such as `order.created`. */
  readonly event: string
  /** When it happened, in ISO 8601. */
  readonly timestamp: string
  /** What it is about, as REST shows that. */
  readonly data: Readonly<Record<string, unknown>>
}

/** Headers as `fetch` has them, or as Node's servers do. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>

export interface VerifyOptions {
  /** Seconds that the sender's clock may be away from ours, and that a message may have travelled. */
  readonly toleranceSeconds?: number
  /** The present moment. */
  readonly now?: Date
}

/** Why a message is not to be believed. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError'
}

const TOLERANCE = 5 * 60

/**
 * Makes sure that a message comes from Souk, is as it was sent, and was sent just now.
 *
 *     const { event, data } = await verifyWebhook(await request.text(), request.headers, secret)
 *
 * @param payload the body as it came: what was parsed and written again has other bytes
 * @param secret the webhook's, or several while it is being changed
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  payload: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  { toleranceSeconds = TOLERANCE, now = new Date() }: VerifyOptions = {},
): Promise<VerifiedWebhook> {
  const id = headerOf(headers, 'webhook-id')
  const sentAt = headerOf(headers, 'webhook-timestamp')
  const given = headerOf(headers, 'webhook-signature')
  const age = Math.abs(
    now.getTime() / 1000 - Number(/^\d{1,12}$/.test(sentAt) ? sentAt : Number.NaN),
  )
  if (!(age <= toleranceSeconds)) throw new WebhookVerificationError('It was not sent just now')
  const body = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload
  const signed = joined(new TextEncoder().encode(`${id}.${sentAt}.`), body)
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!(await isSigned(signed, given, secrets))) {
    throw new WebhookVerificationError('No signature of it is right')
  }
  return { id, ...(JSON.parse(new TextDecoder().decode(body)) as Omit<VerifiedWebhook, 'id'>) }
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isFetched(headers) ? headers.get(name) : lookUp(headers, name)
  if (typeof value !== 'string' || value === '') {
    throw new WebhookVerificationError(`It has no ${name}`)
  }
  return value
}

const isFetched = (headers: WebhookHeaders): headers is { get(name: string): string | null } =>
  typeof headers.get === 'function'

function lookUp(headers: Readonly<Record<string, unknown>>, name: string): unknown {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name)
  return Array.isArray(entry?.[1]) ? entry[1][0] : entry?.[1]
}

/** Whether any of the signatures is that of any of the secrets; each is compared in constant time. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  given: string,
  secrets: readonly string[],
): Promise<boolean> {
  const signatures = given.split(' ').flatMap((one) => bytesOf(/^v1,(.+)$/.exec(one)?.[1]) ?? [])
  for (const secret of secrets) {
    const key = await crypto.subtle.importKey(
      'raw',
      keyOf(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['verify'],
    )
    for (const signature of signatures) {
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
    }
  }
  return false
}

const STANDARD = 'whsec_'

/** What a secret signs with: what is in Base64 after `whsec_`, else its letters. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  if (secret === '') throw new WebhookVerificationError('There is no secret')
  if (!secret.startsWith(STANDARD)) return new TextEncoder().encode(secret)
  const key = bytesOf(secret.slice(STANDARD.length))
  if (!key) throw new WebhookVerificationError('What comes after whsec_ is no Base64')
  return key
}

function bytesOf(base64: string | undefined): Uint8Array<ArrayBuffer> | undefined {
  try {
    return base64 === undefined
      ? undefined
      : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}

function joined(head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + body.length)
  all.set(head)
  all.set(body, head.length)
  return all
}
