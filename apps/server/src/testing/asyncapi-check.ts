import { type DocumentedChannel, type DocumentedMessage, soukAsyncApi } from '@souk/realtime'
import type { Way } from '@souk/realtime/recorded'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { refusesForm } from './malformed.ts'

/** The channel of a WebSocket's address; undefined where the document knows of none. */
export function channelAt(url: string): DocumentedChannel | undefined {
  const path = new URL(url).pathname.replace(/(.)\/$/, '$1')
  return channels().find((channel) => channel.address === path && !isNamespace(channel))
}

/** The channel of a namespace of Socket.IO. */
export function channelOfNamespace(name: string): DocumentedChannel | undefined {
  return channels().find((channel) => channel.address === name && isNamespace(channel))
}

const channels = () => Object.values(soukAsyncApi().channels)

const isNamespace = ({ servers }: DocumentedChannel) =>
  servers.some(({ $ref }) => $ref === '#/servers/socketIo')

/** The messages that go one way over a channel; those of one name, if it is given. */
export function messagesOf(
  { messages }: DocumentedChannel,
  way: Way,
  name?: string,
): DocumentedMessage[] {
  return Object.entries(messages)
    .filter(([key]) => key.startsWith(`${way}.`))
    .flatMap(([, { $ref }]) => {
      const key = $ref.replace('#/components/messages/', '')
      return soukAsyncApi().components.messages[key] ?? []
    })
    .filter((message) => name === undefined || message.name === name)
}

/**
 * What the document finds wrong with what went over a channel; nothing, if all is well. Where no name tells
 * which message it is, it has to be one of them.
 */
export function messageProblems(
  channel: DocumentedChannel,
  way: Way,
  payload: unknown,
  name?: string,
): string[] {
  const messages = messagesOf(channel, way, name)
  if (messages.some((message) => validatorOf(message)(payload))) return []
  const tried = messages.map((message) => problemsAs(message, payload))
  const [closest] = tried.sort((a, b) => a.length - b.length)
  return closest ?? ['the document knows no such message']
}

function problemsAs(message: DocumentedMessage, payload: unknown): string[] {
  const validate = validatorOf(message)
  validate(payload)
  return (validate.errors ?? []).map((error) => describe(message, error))
}

function describe({ name }: DocumentedMessage, error: ErrorObject): string {
  const { instancePath, message, params } = error
  return `as ${name}: ${instancePath || 'it'} ${message} ${JSON.stringify(params)}`
}

let ajv: Ajv | undefined
const validators = new WeakMap<DocumentedMessage, ValidateFunction>()

function validatorOf(message: DocumentedMessage): ValidateFunction {
  const known = validators.get(message)
  if (known) return known
  ajv ??= makeAjv()
  const validate = ajv.compile(message.payload)
  validators.set(message, validate)
  return validate
}

function makeAjv(): Ajv {
  // Not strict: examples and the like stand in the schemas.
  const made = new Ajv({ strict: false, allErrors: true })
  formats.default(made)
  return made
}

/**
 * Ends the test run with what the document finds wrong, even where the test does not look at the message: a
 * rejection that nobody handles.
 */
export function checkMessage(
  channel: DocumentedChannel | undefined,
  way: Way,
  payload: unknown,
  name?: string,
): void {
  const problems = channel
    ? messageProblems(channel, way, payload, name)
    : ['the document knows of no socket here']
  if (problems.length > 0) endRun(channel, `${way}: ${told(payload, name)}`, problems)
}

/** The same of what a test sends: it has to be allowed, unless it is marked as malformed; then it must not be. */
export function checkSent(
  channel: DocumentedChannel | undefined,
  payload: unknown,
  isMalformed: boolean,
  name?: string,
): void {
  if (!isMalformed) {
    checkMessage(channel, 'send', payload, name)
    return
  }
  if (isExcludedInWords(payload)) return
  if (channel && messageProblems(channel, 'send', payload, name).length > 0) return
  endRun(channel, `send: ${told(payload, name)}`, ['it is marked as malformed, and is not'])
}

/** A null byte, and half of a surrogate pair. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i
/** Levels that a message's data may have; it stands one below the top. */
const DEEPEST = 33

/** What the document excludes in words alone. */
function isExcludedInWords(payload: unknown): boolean {
  const text = textOf(payload)
  return UNSTORABLE.test(text) || levelsOf(text) > DEEPEST
}

function levelsOf(json: string): number {
  let [level, most] = [0, 0]
  for (const sign of json) {
    if (sign === '{' || sign === '[') level += 1
    if (sign === '}' || sign === ']') level -= 1
    most = Math.max(most, level)
  }
  return most
}

function textOf(payload: unknown): string {
  try {
    return JSON.stringify(payload) ?? ''
  } catch {
    return '[…]' // nested deeper than functions may call each other
  }
}

/** Of a socket: refusals of what was sent for its form, when none of that was marked as malformed. */
export class RefusalsOfForm {
  #expected = 0

  expect(many = 1): void {
    this.#expected += many
  }

  hear(channel: DocumentedChannel | undefined, answer: unknown): void {
    if (!refusesForm(answer)) return
    this.#expected -= 1
    if (this.#expected < 0) endRun(channel, told(answer), ['refuses what the document allows'])
  }
}

/** Codes that a socket may be closed with: the document's, none, and a client's own. */
export function checkClosing(channel: DocumentedChannel | undefined, code: number): void {
  const named = soukAsyncApi()['x-close-codes'].map((one) => one.code)
  if (![...named, ...CLIENTS_OWN].includes(code))
    endRun(channel, `closed with ${code}`, ['unnamed'])
}

/** A farewell, one without a word, and a line that broke. */
const CLIENTS_OWN = [1000, 1005, 1006]

/** How a request to open a socket may be refused. */
export function checkRefusal(channel: DocumentedChannel | undefined, status: number): void {
  const named = soukAsyncApi()['x-refusals'].map((one) => one.status)
  if (!named.includes(status)) endRun(channel, `refused with ${status}`, ['unnamed'])
}

const told = (payload: unknown, name?: string) =>
  [name, textOf(payload).slice(0, 2000)].filter(Boolean).join(' ')

function endRun(
  channel: DocumentedChannel | undefined,
  what: string,
  problems: readonly string[],
): void {
  const heading = `${channel?.title}, not as the AsyncAPI document says: ${what}`
  void Promise.reject(new Error(`${heading}\n  ${problems.join('\n  ')}`))
}
