import { callerId, id, secret, spacedTime, type TradeMessage } from '@souk/contract'
import { z } from 'zod'

const tradeId = z.union(
  [
    id(),
    z
      .string()
      .regex(/^\d{1,15}$/)
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
    token: secret(4096).optional(),
  }),
  z.object({ action: z.literal('message'), message: z.string(), sender_id: callerId() }),
  z.object({ action: z.literal('leave'), trade_id: tradeId.optional() }),
])
export type ClientFrame = z.output<typeof ClientFrame>

/** What the server sends, as text. */
export const frames = {
  joined: (tradeId: number) => JSON.stringify({ action: 'joined', trade_id: tradeId }),
  left: (tradeId: number) => JSON.stringify({ action: 'left', trade_id: tradeId }),
  error: (message: string) => JSON.stringify({ action: 'error', message, error: message }),
  message: (sent: TradeMessage) =>
    JSON.stringify({
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
