import type { DocumentedChannel } from '@souk/realtime'
import { type ClientOptions, type RawData, WebSocket } from 'ws'
import {
  channelAt,
  checkClosing,
  checkMessage,
  checkRefusal,
  checkSent,
  RefusalsOfForm,
} from './asyncapi-check.ts'
import { Malformed } from './malformed.ts'

/** A WebSocket that holds each frame against the AsyncAPI document, both ways, and how it ends. */
export class CheckedWebSocket extends WebSocket {
  readonly channel: DocumentedChannel | undefined
  readonly #refusals = new RefusalsOfForm()

  constructor(url: string, options?: ClientOptions) {
    super(url, options)
    this.channel = channelAt(url)
    this.on('message', (data) => {
      for (const said of frameIn(data)) {
        checkMessage(this.channel, 'receive', said)
        this.#refusals.hear(this.channel, said)
      }
    })
    this.on('close', (code) => checkClosing(this.channel, code))
    this.on('unexpected-response', (_, { statusCode = 0 }) =>
      checkRefusal(this.channel, statusCode),
    )
  }

  override send(frame: unknown, ...more: unknown[]): void {
    const isMalformed = frame instanceof Malformed
    const given = isMalformed ? frame.payload : frame
    const said = frameIn(given)
    if (isMalformed) {
      this.#refusals.expect(Math.max(said.length, 1))
      checkSent(this.channel, said.length === 1 ? said[0] : said, true)
    } else for (const call of said) checkSent(this.channel, call, false)
    Reflect.apply(super.send, this, [given, ...more])
  }
}

/** What a frame says: JSON, but for tRPC's signs of life; one call, or a list of them. */
function frameIn(frame: unknown): unknown[] {
  const said = payloadOf(frame as RawData)
  return Array.isArray(said) ? said : [said]
}

/** A frame's text as JSON; as it is where it is none. */
export function payloadOf(data: RawData | string): unknown {
  const text = data.toString()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
