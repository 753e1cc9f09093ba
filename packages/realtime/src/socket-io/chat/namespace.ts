import type { SoukError } from '@souk/contract'
import { heardRooms } from '@souk/core'
import type { Namespace } from '../namespace.ts'
import { events } from './events.ts'
import { userName } from './frames.ts'
import { hinted, said } from './said.ts'

/** Document 5: what is said in the rooms that somebody has joined. */
export const chat: Namespace = {
  name: '/chat',
  refusal: 'Unauthorized',
  streamsOf: () => [],
  mayRejoin: ({ core }, actor, streams) => heardRooms({ ...core, actor }, streams),
  greet: ({ userId }) => ({
    event: 'connected',
    data: {
      status: 'connected',
      user_id: userName(userId),
      message: 'Connected to chat namespace',
    },
  }),
  show: said,
  showHint: hinted,
  events,
  callerField: 'user_id',
  clientIdField: 'client_id',
  inWords,
  tellsTwice: true,
}

/** What the events call the fields of the operations behind them. */
const FIELDS: Readonly<Record<string, string>> = {
  roomId: 'room_id',
  content: 'message',
  messageType: 'message_type',
  messageData: 'message_data',
  clientId: 'client_id',
  productId: 'product_id',
  price: 'offer_amount',
  offerId: 'offer_id',
  counterPrice: 'counter_price',
}

/** A refusal in the document's words. */
function inWords({ code, message, fields }: SoukError, payload: unknown): string {
  if (code === 'RATE_LIMITED') return 'Rate limit exceeded'
  if (fields.length === 0) return message
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload)
  if (!isObject) return 'No data provided'
  const told = fields.map(({ path, message }) => {
    const [field = '', ...rest] = path.map(String)
    return { field: [FIELDS[field] ?? field, ...rest].join('.'), message }
  })
  const missing = told.find(({ message }) => message === 'is required')
  if (missing) return `Missing required field: ${missing.field}`
  if (told[0]?.field === 'user_id') return 'Access denied to this room'
  return told.map(({ field, message }) => `${field}: ${message}`).join('; ')
}
