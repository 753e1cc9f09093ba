import { TEST_EVENT, type ToldEvent, WEBHOOKS } from '@souk/contract'
import { z } from 'zod'
import type { oas31, ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi'
import type { TranslatorOf } from './document-schema.ts'
import { NOTHING_RECORDED, type Recorded } from './recorded.ts'

/** Where webhooks are written, for the document to take them from there. */
const PLACE = '/webhooks/'

const TEXT =
  `Sent by \`POST\` to the webhooks of whom it concerns that want to be told of it. It comes at least
 once, under one \`webhook-id\`, and in no certain order. A 2xx within 10 seconds takes it; else it is sent again for
 three days, after growing waits; where nothing arrives, one is tried every few minutes at most, and the rest when that arrives.
 A redirect takes nothing, and 410 switches the webhook off.`.replaceAll('\n', '')

const headers = z.object({
  'webhook-id': z.string().describe('The same for every try: what comes twice is known by it.'),
  'webhook-timestamp': z.string().regex(/^\d+$/).describe('Seconds since 1970, of this try.'),
  'webhook-signature': z
    .string()
    .describe(
      'As Standard Webhooks has it: `v1,` and the HMAC-SHA256 of id, timestamp and body, joined by dots, in Base64. The key is what the secret has after `whsec_`, decoded from Base64; of a secret without that, its UTF-8. After a change of the secret two for a day, with a space between them.',
    ),
  'x-webhook-signature': z
    .string()
    .regex(/^sha256=[\da-f]{64}$/)
    .describe(
      '`sha256=` and the HMAC-SHA256 of the body alone, in hex. The key is the whole secret as it stands, `whsec_` included.',
    ),
})

/** Every event, each on a path of its own. */
export function webhookPaths(recorded: Recorded, shown: TranslatorOf): ZodOpenApiPathsObject {
  if (recorded === NOTHING_RECORDED) return {}
  const events = Object.keys(WEBHOOKS) as ToldEvent[] // a record has no others
  return Object.fromEntries(
    events.map((event) => {
      const example = recorded.webhooks[event]
      return [`${PLACE}${event}`, { post: described(event, shown, example) }]
    }),
  )
}

function described(
  event: ToldEvent,
  shown: TranslatorOf,
  example: unknown,
): ZodOpenApiOperationObject {
  const { summary, dialect, view } = WEBHOOKS[event]
  const schema = z.object({
    event: z.literal(event),
    timestamp: z.iso.datetime().describe('When it happened.'),
    data: shown(dialect)(view),
  })
  const isTest = event === TEST_EVENT
  return {
    operationId: `webhook.${event}`,
    tags: ['Webhooks'],
    summary,
    description: isTest ? 'Sent when it is asked for.' : TEXT,
    // Its sender shows who it is by the signatures.
    security: [],
    requestParams: { header: headers },
    requestBody: {
      required: true,
      content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
    },
    responses: { '2XX': { description: 'Taken.' } },
  }
}

/** The events out of what was written. */
export function webhooksOf({ paths = {} }: oas31.OpenAPIObject) {
  const events = Object.entries(paths).filter(([path]) => path.startsWith(PLACE))
  return Object.fromEntries(events.map(([path, item]) => [path.slice(PLACE.length), item]))
}
