import type { HttpBindings } from '@hono/node-server'
import { countStranger, quotaHeaders, toSoukError } from '@souk/api'
import { type ContextFactory, refusalHeaders } from '@souk/rest-door'
import type { MiddlewareHandler } from 'hono'
import { jsonAnswer } from './answers.ts'
import type { Observations } from './observe.ts'

/** Stands before what is no operation of the contract: pages, files, measurements. */
export interface Doorkeeper {
  /** Takes each request from the quota of its address; `route` is what it is called in the metrics. */
  counted(route: string): MiddlewareHandler
  /** Lets everybody in: who asks whether Souk is well must always be told. */
  free(route: string): MiddlewareHandler
}

export function createDoorkeeper(
  contextOf: ContextFactory,
  observations: Observations,
): Doorkeeper {
  return {
    counted: (route) => async (c, next) => {
      const ctx = contextOf(c, route)
      try {
        await countStranger(ctx)
        await next()
      } catch (thrown) {
        const error = toSoukError(thrown)
        if (error.code !== 'RATE_LIMITED') throw thrown
        const { message, code } = error
        c.res = jsonAnswer(429, { message, code }, refusalHeaders(error))
      }
      const headers = { 'x-request-id': ctx.requestId, ...quotaHeaders(ctx.outcome.quota) }
      for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
    },
    free: (route) => async (c, next) => {
      const requestId = crypto.randomUUID()
      observations.set((c.env as HttpBindings).incoming, { route, requestId })
      await next()
      c.res.headers.set('x-request-id', requestId)
    },
  }
}
