import type { ErrorCode } from '@souk/contract'
import { refusalsOf } from '@souk/rest-door/refusals'
import { FORM_TYPE } from '@souk/server/testing/files'
import type { Asked } from './ask.ts'
import { type Base, type Given, isRefusal, type Recorder } from './recorder.ts'

/** Who and what is at hand to be refused with. */
export interface Props {
  /** The token of somebody who has no rights. */
  readonly somebody: string
  /** The token of an account whose second factor is to come. */
  readonly unverified: string
  /** An Idempotency-Key of everybody’s, used for something else. */
  readonly usedKey: string
}

/** A request that ought to be refused. */
interface Attempt {
  readonly given: Given
  readonly more?: Partial<Asked>
}

interface Provocation {
  readonly summary: string
  /** One after another, until one is refused as it should be. */
  attempts(base: Base, props: Props): Attempt[]
}

const BIG = JSON.stringify({ text: 'x'.repeat(2 ** 20) })
const LARGE = { name: 'large.pdf', content: Buffer.alloc(11 * 2 ** 20) }
const ELSEWHERE = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }

/** How anything is refused, whatever it does. */
const PROVOCATIONS: Partial<Record<ErrorCode, Provocation>> = {
  AUTHENTICATION_REQUIRED: {
    summary: 'Without a credential',
    attempts: ({ given }) => [{ given, more: { token: undefined } }],
  },
  INVALID_TOKEN: {
    summary: 'With a token that nobody has',
    attempts: ({ given }) => [{ given, more: { token: 'a-token-of-nobody' } }],
  },
  TWO_FACTOR_REQUIRED: {
    summary: 'With a token whose code is still to come',
    attempts: ({ given }, { unverified: token }) => [{ given, more: { token } }],
  },
  MALFORMED_REQUEST: {
    summary: 'With a body that is cut off',
    attempts: ({ given, token, operation }) => {
      const headers = operation.takesFile ? { 'content-type': FORM_TYPE } : {}
      return [{ given, more: { token, body: '{"', file: undefined, headers } }]
    },
  },
  PAYLOAD_TOO_LARGE: {
    summary: 'With more than is taken',
    attempts: ({ given, token, operation }) => [
      operation.takesFile
        ? { given: { file: LARGE }, more: { token } }
        : { given, more: { token, body: BIG } },
    ],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    summary: 'As another type',
    attempts: ({ given, token }) => [
      {
        given,
        more: { token, body: 'x', file: undefined, headers: { 'content-type': 'text/plain' } },
      },
    ],
  },
  IDEMPOTENCY_KEY_REUSED: {
    summary: 'Under the key of another request',
    attempts: ({ given, token }, { usedKey }) => [
      { given, more: { token, headers: { 'idempotency-key': usedKey } } },
    ],
  },
  FORBIDDEN: {
    summary: 'By somebody who may not',
    attempts: ({ given, token, operation }, { somebody }) =>
      operation.procedure.access === 'staff'
        ? [{ given, more: { token: somebody } }]
        : [
            {
              given,
              more: { token: undefined, headers: { ...ELSEWHERE, cookie: `session=${token}` } },
            },
          ],
  },
  NOT_FOUND: {
    summary: 'Of something that there is not',
    attempts: ({ given, token }) => [
      { given: { ...given, path: unknownIn(given) }, more: { token } },
    ],
  },
  NOT_A_PARTY: {
    summary: 'By somebody who is no side of it',
    attempts: ({ given }, { somebody: token }) => [{ given, more: { token } }],
  },
  CONFLICT: {
    summary: 'Once more',
    attempts: ({ given, token }) => [{ given, more: { token } }],
  },
  VALIDATION_FAILED: {
    summary: 'With a field that is missing, or wrong',
    attempts: ({ given, token, operation }) => [
      ...[
        ...badBodies(given),
        ...badPaths(given),
        ...(operation.takesQuery ? badQueries(given) : []),
      ].map((bad) => ({ given: bad, more: { token } })),
      ...(operation.procedure.kind === 'mutation'
        ? [{ given, more: { token, headers: { 'idempotency-key': 'two words' } } }]
        : []),
    ],
  },
}

function unknownIn({ path = {} }: Given): Record<string, string> {
  return Object.fromEntries(Object.entries(path).map(([name, value]) => [name, unknown(value)]))
}

/** An id of the same form that nothing has. */
function unknown(id: string | number): string {
  const text = String(id)
  if (/^[\da-f-]{36}$/.test(text)) return '7d9f3b60-1c52-4e8a-b0d4-9a6c3e5f2871'
  return text.replace(/\d+$/, '999999')
}

function badBodies({ body, ...given }: Given): Given[] {
  const names = Object.keys(body ?? {})
  const lacking = names.map((name) => {
    const { [name]: _, ...left } = body ?? {}
    return { ...given, body: left }
  })
  const wrong = names.map((name) => ({ ...given, body: { ...body, [name]: { no: 'such' } } }))
  return [...lacking, ...wrong]
}

const badPaths = ({ path = {}, ...given }: Given): Given[] =>
  Object.keys(path).map((name) => ({ ...given, path: { ...path, [name]: 'x' } }))

const badQueries = ({ query = {}, ...given }: Given): Given[] =>
  [...Object.keys(query), 'page', 'cursor'].map((name) => ({
    ...given,
    query: { ...query, [name]: 'x' },
  }))

/** What only a house in very odd circumstances says, each with those. */
export const RARE: Readonly<Record<string, readonly ErrorCode[]>> = {
  'market.ads.create': ['CONFLICT'], // no rate for a floating price
  'shop.products.create': ['CONFLICT'], // a hundred thousand products
  'shop.wallet.open': ['CONFLICT'], // nobody watches the chain
}

/** Has every operation refuse what it can refuse to anybody, and the story has not told of. */
export async function provokeRefusals(recorder: Recorder, props: Props): Promise<void> {
  await useKey(recorder, props)
  for (const operation of recorder.operations) {
    for (const code of refusalsOf(operation)) {
      const provocation = PROVOCATIONS[code]
      const isRare = RARE[operation.id]?.includes(code)
      if (provocation && !isRare && !recorder.hasRefused(operation, code)) {
        await provoke(recorder, recorder.baseOf(operation), { code, provocation, props })
      }
    }
  }
}

/** Calls that use a key: answers with a secret in them have keys of their own. */
const KEY_USERS: Readonly<Record<'anybody' | 'user', readonly (readonly [string, Given])[]>> = {
  anybody: [
    ['auth.register', { body: { email: 'late@example.com', password: 'a late heron' } }],
    ['users.register', { body: { email: 'later@example.com', password: 'a later heron' } }],
  ],
  user: [
    ['notifications.read', { body: { all: true } }],
    ['webhooks.create', { body: { url: 'https://late.example', events: ['ad.expired'] } }],
    ['auth.twoFactor.setup', {}], // for whoever may have no more webhooks
  ],
}

/** Has everybody use the key for something that no example shows. */
async function useKey({ operations, baseOf, send }: Recorder, { somebody, usedKey }: Props) {
  const headers = { 'idempotency-key': usedKey }
  for (const token of new Set([...operations.map((one) => baseOf(one).token), somebody])) {
    for (const [id, given] of KEY_USERS[token === undefined ? 'anybody' : 'user']) {
      const operation = operations.find((one) => one.id === id)
      if (operation) await send(operation, given, { token, headers })
    }
  }
}

interface Wanted {
  readonly code: ErrorCode
  readonly provocation: Provocation
  readonly props: Props
}

async function provoke(recorder: Recorder, base: Base, { code, provocation, props }: Wanted) {
  const { operation } = base
  // Some calls end the session that they come with.
  const bases = [base, { ...base, token: props.somebody }]
  const attempts = bases.flatMap((one) => provocation.attempts(one, props))
  for (const { given, more } of attempts) {
    const answered = await recorder.send(operation, given, more)
    if (!isRefusal(operation, code, answered)) continue
    const refusal = { summary: provocation.summary, answer: answered.body }
    return recorder.keepRefusal(operation, code, refusal)
  }
  throw new Error(`${operation.id} is never refused with ${code}`)
}
