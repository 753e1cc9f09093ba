import type { Contract } from '@souk/contract'
import type { Schema } from '@souk/database'
import { ledgerSchema } from '@souk/ledger'
import { accounts } from './accounts/domain.ts'
import { attachments } from './attachments/domain.ts'
import { audit } from './audit/domain.ts'
import { chat } from './chat/domain.ts'
import { conversations } from './conversations/domain.ts'
import { CURRENT_SQL_VERSION } from './current-sql-version.ts'
import type { Domain } from './domain.ts'
import { events } from './events/domain.ts'
import { idempotency } from './idempotency/domain.ts'
import { jobs } from './jobs/domain.ts'
import { pgBossPlans } from './jobs/pg-boss-plans.ts'
import { workOf } from './jobs/queue.ts'
import { limits } from './limits/domain.ts'
import { mail } from './mail/domain.ts'
import type { Templates } from './mail/render-mail.ts'
import { market } from './market/domain.ts'
import { watchMyEvents } from './me/watch-my-events.ts'
import { notifications } from './notifications/domain.ts'
import { people } from './people/domain.ts'
import { policy } from './policy/domain.ts'
import { requests } from './requests/domain.ts'
import { rooms } from './rooms/domain.ts'
import { secondFactor } from './second-factor/domain.ts'
import { shop } from './shop/domain.ts'
import { staff } from './staff/domain.ts'
import { support } from './support/domain.ts'
import { trades } from './trades/domain.ts'
import { users } from './users/domain.ts'
import { mergedVerbs, type Verbs } from './verbs.ts'
import { wallet } from './wallet/domain.ts'
import { webhooks } from './webhooks/domain.ts'
import { createFanOut } from './webhooks/fan-out.ts'

/** Domains that can be asked something. */
const asked = [
  accounts,
  trades,
  market,
  shop,
  attachments,
  chat,
  requests,
  users,
  rooms,
  support,
  wallet,
  notifications,
  webhooks,
  limits,
  audit,
  policy,
  staff,
] as const

/** Every domain; those that only others use come first. */
const domains: readonly Domain[] = [
  events,
  jobs,
  mail,
  conversations,
  idempotency,
  people,
  secondFactor,
  ...asked,
]

const all = <Part>(part: (domain: Domain) => Part | undefined): Part[] =>
  domains.flatMap((domain) => part(domain) ?? [])

const eventsOf = all(({ eventOf }) => eventOf && [eventOf]).flat()

/** One verb for each procedure of the contract. */
export const verbs: Verbs<Contract> = mergedVerbs([
  ...asked.map(({ verbs }) => verbs),
  { me: { events: watchMyEvents(eventsOf) } },
])

/** What every domain knows of its money, for `verify` to compare the ledger with. */
export const claims = all(({ claims }) => claims).flat()

/** How domains move their deadlines on when Souk was away. */
export const giveBackTime = all(({ giveBackTime }) => giveBackTime && [giveBackTime]).flat()

/** What is done with the jobs of each queue. */
export const queues = workOf(Object.assign({}, ...all(({ queues }) => queues)), giveBackTime)

/** Every mail there is. */
export const mails: Templates = Object.assign({}, ...all(({ mails }) => mails))

/** How endpoints of users come to be told what happens in every domain. */
export const fanOutWebhooks = createFanOut({
  eventsOf,
  resources: Object.assign({}, ...all(({ resources }) => resources)),
})

/** How domains find out that what they keep sealed can no longer be opened. */
export const unreadables = all(({ unreadable }) => unreadable)

/** How domains remove what has expired. */
export const cleanUps = all(({ cleanUp }) => cleanUp)

/** The whole database. */
export const schema: Schema = {
  entities: all(({ entities }) => entities).flat(),
  migrations: [ledgerSchema.migrations, new URL('../migrations/', import.meta.url)],
  texts: { 'pg-boss plans': pgBossPlans },
  current: {
    version: CURRENT_SQL_VERSION,
    folders: [ledgerSchema.sql, ...all(({ sql }) => sql)],
  },
  // Of pg-boss's tables the jobs; queues and the rest come with the migrations.
  kept: ['public.*', 'ledger.*', 'pgboss.job'],
}
