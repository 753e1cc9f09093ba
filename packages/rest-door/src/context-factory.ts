import type { ApiContext } from '@souk/api'
import type { Context } from 'hono'

/** Makes what the API needs to know of a request to a route, before its body has been read. */
export type ContextFactory = (c: Context, route: string) => ApiContext
