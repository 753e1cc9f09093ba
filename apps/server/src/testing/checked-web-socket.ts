import type { DocumentedChannel } from '@souk/realtime'
import { type ClientOptions, type RawData, WebSocket } from 'ws'
import { channelAt, checkMessage } from './asyncapi-check.ts'

/** A WebSocket that holds each frame which it hears against the AsyncAPI document. */
export class CheckedWebSocket extends WebSocket {
  readonly channel: DocumentedChannel | undefined

  constructor(url: string, options?: ClientOptions) {
    super(url, options)
    this.channel = channelAt(url)
    this.on('message', (data) => checkMessage(this.channel, 'receive', payloadOf(data)))
  }
}

/** What a frame says: JSON, but for tRPC's signs of life. */
export function payloadOf(data: RawData | string): unknown {
  const text = data.toString()
  return text === 'PING' || text === 'PONG' ? text : JSON.parse(text)
}
