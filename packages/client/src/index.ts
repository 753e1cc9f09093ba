export {
  type Account,
  ERROR_CODES,
  type ErrorCode,
  type FieldError,
  type Login,
  type Page,
  type Trade,
  type TradeEvent,
  type TradeMessage,
  type TradeMessageEvent,
  type TradeStatus,
  type UserEvent,
} from '@souk/contract'
export { createClient, type SoukClient } from './create-client.ts'
export { isNetworkError, isSoukError, NoAnswerError, type SoukClientError } from './errors.ts'
export type {
  ClientOptions,
  Fetch,
  FetchInit,
  FetchResponse,
  RetryOptions,
  WebSocketClass,
} from './options.ts'
export type { AppRouter, SoukErrorData, SoukErrorShape, TrackedEvent } from './router.ts'
export type { Events, Inputs, Outputs } from './types.ts'
