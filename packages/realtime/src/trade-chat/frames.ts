import {
  callerId,
  contract,
  id,
  secret,
  spacedTime,
  type TradeMessage,
  usernameShown,
} from '@souk/contract'
import { z } from 'zod'
import { passedOn } from '../asyncapi/passed-on.ts'
import { spacedMoment } from '../wire-times.ts'

const tradeId = z.union(
  [
    id(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .meta({ pattern: '^0*[1-9]\\d*$', maxLength: 15 })
      .transform(Number)
      .pipe(id()),
  ],
  {
    error: 'must be a trade id',
  },
)

/** What a client may send (document 1, "Chat (WebSocket)"). */
export const ClientFrame = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('join'),
    trade_id: tradeId,
    sender_id: callerId(),
    token: secret(4096)
      .optional()
      .describe('A credential, on a connection that has opened without one.'),
  }),
  z.object({
    action: z.literal('message'),
    message: passedOn(z.string(), contract.trades.chat.send.input.shape.message),
    sender_id: callerId(),
  }),
  z.object({ action: z.literal('leave'), trade_id: tradeId.optional() }),
])
export type ClientFrame = z.output<typeof ClientFrame>

/** What the server sends. */
export const ServerFrame = z.discriminatedUnion('action', [
  z.object({ action: z.literal('joined'), trade_id: id() }),
  z.object({ action: z.literal('left'), trade_id: id() }),
  z.object({
    action: z.literal('message'),
    trade_id: id(),
    message_id: id(),
    sender_id: id(),
    sender_name: z.string(),
    message: z.string(),
    created_at: spacedMoment(),
    sender_username: usernameShown(),
  }),
  z.object({
    action: z.literal('error'),
    message: z.string(),
    error: z.string().describe('The same: clients of either field are served.'),
  }),
])
type ServerFrame = z.output<typeof ServerFrame>

const text = (frame: ServerFrame) => JSON.stringify(frame)

/** The same as text. */
export const frames = {
  joined: (tradeId: number) => text({ action: 'joined', trade_id: tradeId }),
  left: (tradeId: number) => text({ action: 'left', trade_id: tradeId }),
  error: (message: string) => text({ action: 'error', message, error: message }),
  message: (sent: TradeMessage) =>
    text({
      action: 'message',
      trade_id: sent.tradeId,
      message_id: sent.id,
      sender_id: sent.senderId,
      sender_name: sent.senderName,
      message: sent.message,
      created_at: spacedTime(sent.createdAt),
      sender_username: sent.senderUsername,
    }),
}
