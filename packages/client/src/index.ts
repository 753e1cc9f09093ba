export { ERROR_CODES, type ErrorCode, type FieldError, type Page } from '@souk/contract'
export type * from '@souk/contract/resources'
export { createClient, type SoukClient } from './create-client.ts'
export { isNetworkError, isSoukError, NoAnswerError, type SoukClientError } from './errors.ts'
export { entriesOf, type ListOptions, type PagedProcedure, pagesOf } from './lists.ts'
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
export {
  type VerifiedWebhook,
  type VerifyOptions,
  verifyWebhook,
  type WebhookHeaders,
  WebhookVerificationError,
} from './verify-webhook.ts'
