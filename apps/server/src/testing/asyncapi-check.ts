import { type DocumentedChannel, type DocumentedMessage, soukAsyncApi } from '@souk/realtime'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/** Which way a message goes, as its client sees it; an acknowledgement comes to what was sent. */
export type Way = 'send' | 'receive' | 'acknowledge'

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
  if (problems.length === 0) return
  const what = [name, JSON.stringify(payload)].filter(Boolean).join(' ')
  void Promise.reject(
    new Error(
      `${channel?.title} (${way}), not as the AsyncAPI document says: ${what}\n  ${problems.join('\n  ')}`,
    ),
  )
}
