export { type Admission, admission, admit, countStranger } from './admit.ts'
export { type CallerNames, refuseOtherNames } from './caller-fields.ts'
export { type ApiContext, identify } from './context.ts'
export { type ContextDeps, contextMaker, type RequestInfo } from './context-factory.ts'
export { type Credential, NOBODYS } from './credentials.ts'
export { toSoukError } from './errors.ts'
export { fileResponse } from './files/file-response.ts'
export { type Incoming, incoming } from './files/incoming.ts'
export { PATIENCE, removeLeftovers, type Spool } from './files/spool.ts'
export { implement } from './implement.ts'
export type { Operation } from './operation.ts'
export { quotaHeaders, type RateLimiter, UNLIMITED } from './rate-limit.ts'
export {
  codingHeaders,
  hasBody,
  LARGE_BODY,
  mayBeUnread,
  parseJson,
  readText,
} from './read-json.ts'
export { appRouter, operations } from './router.ts'
export { type Seats, SUBSCRIPTIONS, seating } from './seats.ts'
export { sessionCookie } from './session-cookie.ts'
export { handleTrpc, MAX_BATCH } from './trpc-http.ts'
export { validated } from './validated.ts'
export { inPlainWords } from './wording.ts'
