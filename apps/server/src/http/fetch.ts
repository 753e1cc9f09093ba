import type { Http2Bindings, HttpBindings } from '@hono/node-server'

/** Answers one HTTP request. */
export type Fetch = (
  request: Request,
  env: HttpBindings | Http2Bindings,
) => Response | Promise<Response>
