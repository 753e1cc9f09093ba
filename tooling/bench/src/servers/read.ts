import { serve } from '@hono/node-server'
import type { ContextDeps } from '@souk/api'
import { UNLIMITED } from '@souk/api'
import { createServices, createStaticRates } from '@souk/core'
import type { Database } from '@souk/database'
import { initTRPC } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import { z } from 'zod'
import { createHttpApp } from '../../../../apps/server/src/http/app.ts'
import { createMetrics } from '../../../../apps/server/src/metrics.ts'

/** What the database would answer for one open trade. */
const ROW = {
  id: 1,
  asset: 'btc',
  amount: '100',
  fee: '0',
  status: 'open',
  sellerId: 1,
  sellerName: 'alice',
  buyerId: null,
  buyerName: null,
  disputeReason: null,
  resolution: null,
  createdAt: '2026-01-01 12:00:00+00',
  updatedAt: '2026-01-01 12:00:00+00',
}

const SHOWN = {
  id: 1,
  asset: 'BTC',
  amount: '100.00',
  status: 'open',
  seller_name: 'alice',
  buyer_name: null,
}

/** Souk's own doors with the database call replaced by a constant. */
function ours() {
  const db = { query: async () => [ROW] }
  const database = { db: () => db, pool: { options: { max: 10 } } } as unknown as Database
  const clock = () => new Date()
  const deps = {
    ...createServices(database, clock, { rates: createStaticRates(), mails: {} }),
    database,
    bus: { wake() {}, subscribe: () => () => {}, tell() {}, hear: () => () => {} },
    clock,
    settings: { secretKey: new Uint8Array(32), sandbox: false, feePercent: '0' },
    limiter: UNLIMITED,
    allowedOrigins: [],
    report: (error: unknown) => {
      throw error
    },
  }
  return createHttpApp({
    // A read of one trade touches no more of them than this.
    deps: deps as unknown as ContextDeps,
    redis: undefined,
    readiness: async () => 'ok',
    proxies: 0,
    tradeChatPort: () => undefined,
    mails: undefined,
    observations: new WeakMap(),
    crowded: new WeakSet(),
    metrics: createMetrics({ sockets: () => 0, pool: () => ({ total: 0, idle: 0, waiting: 0 }) }),
  })
}

/** A route as Hono's own documentation writes it. */
function bareHono() {
  return new Hono().get('/trades/:id', async (c) => c.json(SHOWN)).fetch
}

/** A procedure as tRPC's own documentation writes it, on its own fetch adapter. */
function bareTrpc() {
  const t = initTRPC.create()
  const output = z.object({ id: z.number(), asset: z.string(), amount: z.string() })
  const get = t.procedure
    .input(z.object({ id: z.number() }))
    .output(output.loose())
    .query(async () => ROW)
  const router = t.router({ trades: t.router({ get }) })
  const handle = (req: Request) =>
    fetchRequestHandler({ endpoint: '/trpc', req, router, createContext: () => ({}) })
  return new Hono().all('/trpc/*', (c) => handle(c.req.raw)).fetch
}

const KINDS = { ours, 'bare-hono': bareHono, 'bare-trpc': bareTrpc }
const kind = process.argv[2] as keyof typeof KINDS
const fetch = KINDS[kind]()
serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.send?.(port)
})
