export { admit } from './admit.ts'
export { type ApiContext, identify } from './context.ts'
export { type ContextDeps, contextMaker, type RequestInfo } from './context-factory.ts'
export {
  type Carriers,
  type Credential,
  findCredential,
  isForeignSite,
  SESSION_COOKIE,
} from './credentials.ts'
export { toSoukError } from './errors.ts'
export { implement, type Verbs } from './implement.ts'
export { createOperation, MAX_SUBSCRIPTIONS, type Operation } from './operation.ts'
export { type Quota, quotaHeaders, type RateLimiter, UNLIMITED } from './rate-limit.ts'
export { appRouter, byPath, operations } from './router.ts'
export { sessionCookie } from './session-cookie.ts'
export type { SoukErrorData, SoukErrorShape } from './trpc.ts'
export { handleTrpc, MAX_BATCH, MAX_BODY } from './trpc-http.ts'
