/** What a room may touch: nothing else. */
export interface Room {
  /** Rooms whose files it imports, and whose database functions and views its own SQL uses. */
  readonly knows: readonly string[]
  /** Packages of others that it imports; `@trpc/*` is all of that beginning. */
  readonly uses: readonly string[]
  /** Tables that it alone writes. Reading is free: a view joins whatever it shows. */
  readonly writes?: readonly string[]
  /** What every verb is given holds something of a few rooms: that counts as no circle. */
  readonly context?: true
  /** It writes a document: nobody else imports the contract's words for it, least of all the SDK. */
  readonly shows?: 'words'
}
export type Rooms = Readonly<Record<string, Room>>

/** What every domain stands on, and what knows none of them. */
const GROUND = [
  'core',
  'core/attachments',
  'core/audit',
  'core/conversations',
  'core/events',
  'core/jobs',
  'core/limits',
  'core/mail',
  'core/notifications',
  'core/people',
  'core/policy',
  'core/presence',
  'core/rates',
  'core/second-factor',
]
const DOMAINS = [
  'core/accounts',
  'core/chat',
  'core/market',
  'core/requests',
  'core/rooms',
  'core/shop',
  'core/staff',
  'core/support',
  'core/trades',
  'core/users',
  'core/wallet',
  'core/webhooks',
]
const BELOW = ['contract', 'database', 'ledger']

const domain = { knows: [...BELOW, ...GROUND], uses: ['@mikro-orm/core'] }
const ground = { knows: ['contract', 'database', 'core'], uses: ['@mikro-orm/core'] }
const all = [...BELOW, ...GROUND, ...DOMAINS, 'core/idempotency', 'core/me']
const roof = {
  knows: [...all, 'core/domains.ts', 'core/find-unreadable.ts', 'core/housekeeping.ts'],
  uses: [],
}

/** Every room of the house. Where folders are rooms, as in core, files beside them are one too. */
export const ROOMS: Rooms = {
  // Words are found by their place, beside each branch.
  contract: { knows: [], uses: ['zod', './…/document-words.ts'] },
  database: {
    knows: [],
    // Programs of the embedded PostgreSQL are found when it starts.
    uses: [
      '@mikro-orm/*',
      'kysely',
      'node:*',
      'pg',
      'pg-connection-string',
      'pg-copy-streams',
      '…',
    ],
    // A backup is restored into whatever tables it has.
    writes: ['current_sql', 'migrations', 'souk_room', '…'],
  },
  blobs: { knows: [], uses: ['aws4fetch', 'node:*'] },
  ledger: {
    knows: ['contract', 'database'],
    uses: [],
    writes: ['ledger.assets', 'ledger.accounts', 'ledger.holds', 'ledger.transfers'],
  },

  'core/index.ts': roof,
  'core/find-unreadable.ts': { knows: ['core', 'core/domains.ts'], uses: [] },
  'core/housekeeping.ts': { knows: ['core', 'core/domains.ts'], uses: [] },
  'core/domains.ts': { knows: all, uses: [] },
  'core/accounts': {
    ...domain,
    knows: [...domain.knows, 'core/idempotency'],
    uses: [
      '@mikro-orm/core',
      '@node-rs/argon2',
      'jsonwebtoken',
      'node:crypto',
      'node:os',
      'node:timers/promises',
      'unhomoglyph',
    ],
    writes: [
      'users',
      'sessions',
      'refresh_tokens',
      'login_guesses',
      'sign_in_addresses',
      'email_codes',
      'access_tokens',
    ],
  },
  'core/chat': { ...domain, writes: ['direct_threads', 'message_reports', 'user_blocks'] },
  'core/requests': {
    ...domain,
    knows: [...domain.knows, 'core/chat', 'core/shop'],
    writes: ['requests', 'request_offers', 'request_views'],
  },
  'core/users': { ...domain, knows: [...domain.knows, 'core/accounts', 'core/shop'] },
  'core/rooms': {
    ...domain,
    knows: [...domain.knows, 'core/chat', 'core/requests', 'core/shop'],
    writes: ['rooms', 'room_offers', 'room_reads', 'message_reactions'],
  },
  'core/trades': { ...domain, writes: ['trades'] },
  'core/market': { ...domain, writes: ['ads', 'offers', 'disputes', 'dispute_entries', 'ratings'] },
  'core/shop': {
    knows: [...domain.knows, 'core/accounts', 'core/wallet'],
    uses: ['@mikro-orm/core', 'big.js'],
    writes: [
      'deposit_addresses',
      'escrow_participants',
      'escrows',
      'order_items',
      'order_parts',
      'orders',
      'payout_addresses',
      'sellers',
      'products',
      'product_categories',
      'product_views',
      'reviews',
      'review_votes',
    ],
  },
  'core/wallet': {
    ...domain,
    uses: ['@mikro-orm/core', '@noble/hashes', '@scure/*', 'big.js'],
    writes: ['deposits', 'withdrawals', 'wallet_transfers'],
  },
  'core/staff': { ...domain, knows: [...domain.knows, 'core/accounts'] },
  'core/support': { ...domain, writes: ['tickets', 'ticket_leads'] },
  'core/webhooks': {
    knows: [...domain.knows, 'core/idempotency'],
    uses: ['@mikro-orm/core', 'node:crypto'],
    writes: [
      'webhook_deliveries',
      'webhook_endpoints',
      'webhook_followers',
      'webhook_lines',
      'webhook_queues',
    ],
  },

  'core/limits': {
    ...ground,
    knows: [...ground.knows, 'core/audit', 'core/people', 'core/policy'],
    writes: ['deal_limits', 'payment_limits', 'proven_users', 'user_restrictions'],
  },
  'core/policy': { ...ground, knows: [...ground.knows, 'core/audit'], writes: ['confirmations'] },
  'core/people': { ...ground, writes: ['reputations'] },
  'core/presence': { ...ground, writes: ['last_seen'] },
  'core/audit': { ...ground, knows: [...ground.knows, 'core/people'], writes: ['audit_log'] },
  'core/attachments': {
    knows: [...ground.knows, 'blobs', 'core/conversations'],
    uses: [
      'file-type',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:stream/promises',
      'sharp',
      'zod',
    ],
    writes: ['attachments', 'attachment_spaces'],
  },
  'core/conversations': {
    ...ground,
    knows: [...ground.knows, 'core/events', 'core/people'],
    writes: ['conversations', 'conversation_members', 'messages'],
  },
  'core/notifications': {
    ...ground,
    knows: [...ground.knows, 'core/events'],
    writes: ['notifications', 'notification_inboxes'],
  },
  'core/me': { ...ground, knows: [...ground.knows, 'core/events'] },
  'core/mail': { ...ground, knows: [...ground.knows, 'core/jobs'], writes: ['mails'] },
  'core/jobs': { ...ground, uses: ['pg-boss'], writes: ['heartbeat', 'pgboss.job'] },
  'core/events': {
    ...ground,
    writes: ['events', 'event_streams', 'grown_streams', 'outbox', 'reader_positions'],
  },
  'core/idempotency': { ...ground, uses: ['node:crypto'], writes: ['idempotency_keys'] },
  'core/rates': { ...ground, uses: ['zod'] },
  'core/second-factor': {
    ...ground,
    knows: [...ground.knows, 'core/idempotency'],
    uses: [...ground.uses, 'node:crypto', 'otpauth'],
    writes: ['two_factor', 'backup_codes', 'remembered_devices'],
  },
  core: {
    context: true,
    knows: [
      ...BELOW,
      'blobs',
      'core/accounts',
      'core/attachments',
      'core/chat',
      'core/conversations',
      'core/events',
      'core/idempotency',
      'core/jobs',
      'core/mail',
      'core/people',
      'core/presence',
      'core/rates',
      'core/requests',
      'core/shop',
      'core/wallet',
      'core/webhooks',
    ],
    uses: ['@mikro-orm/core', 'node:crypto', 'zod'],
  },

  api: {
    knows: ['contract', 'database', 'core'],
    uses: ['@fastify/busboy', '@trpc/*', 'node:*', 'zod'],
  },
  'rest-door': {
    knows: ['contract', 'api'],
    shows: 'words',
    uses: ['@trpc/server', 'hono', 'node:*', 'trpc-to-openapi', 'zod', 'zod-openapi'],
  },
  realtime: {
    knows: ['contract', 'database', 'core', 'api'],
    uses: [
      '@asyncapi/parser',
      '@trpc/server',
      'engine.io',
      'node:*',
      'redis',
      'socket.io',
      'ws',
      'zod',
    ],
  },
  // All of these run in browsers.
  client: { knows: ['contract'], uses: ['@trpc/client', '@trpc/server', 'zod'] },
  rest: { knows: ['contract'], uses: ['openapi-fetch'] },
  // The server gives it out and imports nothing of it.
  'chat-page': { knows: ['client'], uses: ['@preact/signals', 'preact', 'socket.io-client'] },
  'portal-page': { knows: ['client'], uses: ['@preact/signals', 'preact'] },
  server: {
    knows: [...BELOW, 'blobs', 'core', 'api', 'rest-door', 'realtime'],
    uses: [
      '@hono/node-server',
      'cli-progress',
      'commander',
      'hono',
      'ipaddr.js',
      'marked',
      'node:*',
      'nodemailer',
      'pg-boss',
      'pino',
      'prom-client',
      'rate-limiter-flexible',
      'redis',
      'tar-stream',
      'zod',
    ],
  },
}

/** Where a room is: `core/market` is packages/core/src/market. */
export function placeOf(room: string): string {
  const [name = '', ...inner] = room.split('/')
  const folder = name === 'server' ? 'apps/server' : `packages/${name}`
  return inner.length > 0 ? `${folder}/src/${inner.join('/')}` : folder
}

/** Tests and what helps them may import anything and write any table; nothing else imports them. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|\/testing(\/|\.ts$|$)/.test(path)
}

/** What the OpenAPI document says beyond the contract, `auth/document-words.ts`, and what reads it. */
export function isWords(path: string): boolean {
  return /\/document-words(\.ts)?$/.test(path)
}

/** Migrations stay as they were, whatever they write and whosever functions they once defined. */
export function isFrozen(path: string): boolean {
  return /^packages\/[^/]+\/migrations\//.test(path)
}

/** A table that no migration of ours makes: pg-boss and MikroORM bring their own. */
export function isMadeElsewhere(table: string): boolean {
  return table.startsWith('pgboss.') || table === 'migrations' || table === '…'
}

/** A table that nobody writes any more; processes of an older version may, beside the new ones. */
export function isLeft(table: string): boolean {
  return table === 'login_failures'
}
