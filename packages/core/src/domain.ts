import type { EntitySchema } from '@mikro-orm/core'
import type { UserEvent } from '@souk/contract'
import type { Claims } from '@souk/ledger'
import type { Ctx } from './context.ts'
import type { LoggedEvent } from './events/read-events.ts'
import type { Queue } from './jobs/queue.ts'
import type { GiveBackTime } from './jobs/record-heartbeat.ts'
import type { Templates } from './mail/render-mail.ts'
import type { VerbTree } from './verbs.ts'
import type { Sources } from './webhooks/fan-out.ts'

/** All that a domain brings; `domains.ts` lists them. */
export interface Domain {
  /** The folder of its functions and views. */
  readonly sql?: URL
  readonly entities?: readonly EntitySchema[]
  /** At their places in the contract. */
  readonly verbs?: VerbTree
  /** What it knows of its money, for `souk ledger verify` to compare the ledger with. */
  readonly claims?: readonly Claims[]
  /** What is done with its jobs, by the names of their queues. */
  readonly queues?: Readonly<Record<string, Queue>>
  /** Its mails, by the names that `enqueue_mail` is called with. */
  readonly mails?: Templates
  /** An entry of a user's stream as the contract shows it; undefined when it is another domain's. */
  readonly eventOf?: (logged: LoggedEvent) => UserEvent | undefined
  /**
   * How what its events only name is read by somebody whom they concern, by the field of the event: for
   * who is to be told all of it.
   */
  readonly resources?: Sources['resources']
  /** Moves its running deadlines on by the time that people lost while Souk was away. */
  readonly giveBackTime?: GiveBackTime
  /** What it keeps sealed under the secret key, for people, if the newest of that cannot be opened. */
  readonly unreadable?: (ctx: Ctx) => Promise<string | undefined>
  /** Removes what has expired, and finds out what older versions did not ask. */
  readonly cleanUp?: (ctx: Ctx) => Promise<void>
}
