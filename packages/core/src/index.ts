export { authenticate } from './accounts/authenticate.ts'
export { ensureStaff } from './accounts/ensure-staff.ts'
export { LOGIN_LIMITS } from './accounts/login-limits.ts'
export { SESSION_DAYS } from './accounts/tokens.ts'
export { resetTwoFactorByName } from './accounts/two-factor/reset-by-name.ts'
export { keptFiles } from './attachments/kept-files.ts'
export { chatPosition } from './chat/chat-position.ts'
export { directEventOf } from './chat/direct-events.ts'
export { typingTopic } from './chat/typing.ts'
export { type Actor, type Ctx, type SignedIn, viewerId } from './context.ts'
export {
  claims,
  fanOutWebhooks,
  giveBackTime,
  mails,
  queues,
  schema,
  verbs,
} from './domains.ts'
export type { Bus } from './events/bus.ts'
export { followStream } from './events/follow-stream.ts'
export { headsOf, type LoggedEvent, readEvents, streamHead } from './events/read-events.ts'
export {
  noteReaders,
  type Positions,
  type Reader,
  type ReaderPosition,
  type Resumed,
  resumeReader,
} from './events/reader-positions.ts'
export { relayOutbox } from './events/relay-outbox.ts'
export {
  chatStream,
  isUserStream,
  OUTBOX,
  roomStream,
  roomsStream,
  sessionStream,
  staffTickets,
  tradeStream,
  userStream,
} from './events/streams.ts'
export type { Watched } from './events/watch.ts'
export { findUnreadable } from './find-unreadable.ts'
export { housekeeping } from './housekeeping.ts'
export { isKeyUsed, runOnce } from './idempotency/run-once.ts'
export type { Work } from './jobs/queue.ts'
export { recordHeartbeat } from './jobs/record-heartbeat.ts'
export * as mail from './mail/index.ts'
export { marketEventOf } from './market/market-events.ts'
export { notificationEventOf } from './notifications/notification-of.ts'
export type { MakeRoom, Prepared } from './prepared.ts'
export { createHttpRates, createStaticRates, type Rates } from './rates/index.ts'
export { heardRooms } from './rooms/heard-rooms.ts'
export { roomEventOf } from './rooms/room-events.ts'
export { type RoomHint, roomHintOf } from './rooms/typing.ts'
export { type RoomWriter, roomWriterOf } from './rooms/writer.ts'
export { createServices, type Outside } from './services.ts'
export { shopEventOf } from './shop/shop-events.ts'
export { ticketEventOf, ticketWriterOf } from './support/ticket-of.ts'
export type { Grouped } from './together.ts'
export type { LooseVerb, Verbs, VerbTree } from './verbs.ts'
export type { Chains, Payout } from './wallet/chains.ts'
export { creditDeposit } from './wallet/credit-deposit.ts'
export { accountKey, derivedAddresses, isOfTestNetwork } from './wallet/derived-addresses.ts'
export type {
  WebhookAnswer,
  WebhookDoor,
  WebhookRequest,
  WebhookSender,
} from './webhooks/sender.ts'
export { keepWebhookQueues, takeWebhookQueues, workWebhookQueue } from './webhooks/work-queue.ts'
