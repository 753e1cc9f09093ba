import { onServer } from '@souk/database/testing'
import { IN_HASTE, passTime } from '@souk/server/testing/jobs'
import { type SmtpSink, startSmtpSink } from '@souk/server/testing/smtp-sink'
import { startTestSouk, type TestSouk } from '@souk/server/testing/test-souk'
import { startWebhookReceiver, type WebhookReceiver } from '@souk/server/testing/webhook-receiver'
import { pino } from 'pino'
import { createMadeUp, type MadeUp } from './made-up.ts'
import { type Actor, createRecorder, type Recorder, STEP } from './recorder.ts'
import { createSeats, type Seats } from './sockets/seats.ts'

/** Where the story happens. */
export interface World {
  readonly souk: TestSouk
  readonly time: { now: Date }
  readonly recorder: Recorder
  readonly seats: Seats
  readonly madeUp: MadeUp
  readonly mail: SmtpSink
  readonly receiver: WebhookReceiver
  /** Somebody without a credential. */
  readonly anybody: Actor
  as(token: string): Actor
  /** Lets time pass. */
  later(milliseconds: number): Promise<void>
  /** Waits until Souk has done what it does by itself after a call. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** When the story begins. */
const START = '2026-03-14T09:26:53.000Z'

/** Who is staff from the beginning. */
export const TUNDE = { username: 'tunde', password: 'nine copper kettles' }

/** Where Ada’s own server says it is. */
const HOOKS = 'https://hooks.ada.example'

export async function startWorld(): Promise<World> {
  const [mail, receiver] = await Promise.all([startSmtpSink(), startWebhookReceiver()])
  const time = { now: new Date(START) }
  const souk = await startTestSouk(
    {
      ADMIN_USERNAME: TUNDE.username,
      ADMIN_PASSWORD: TUNDE.password,
      EMAIL_VERIFICATION: 'on',
      SECOND_APPROVAL_ABOVE: 'btc=1',
      SMTP_URL: mail.url,
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    },
    { clock: () => time.now, jobPace: IN_HASTE },
    pino({ level: 'silent' }),
  )
  const line = await holdLine(souk.databaseUrl)
  const recorder = createRecorder({ url: souk.url, sql: line.sql }, time)
  const later = (milliseconds: number) => passTime(line, time, milliseconds)
  const seats = createSeats(souk.url, () => later(STEP))
  const madeUp = createMadeUp()
  madeUp.shows(receiver.url, HOOKS)
  madeUp.shows(souk.url, 'http://localhost:8000')
  return {
    souk,
    time,
    recorder,
    seats,
    madeUp,
    mail,
    receiver,
    anybody: recorder.as(undefined),
    as: (token) => recorder.as(token),
    later,
    settled: () => untilSettled(line),
    async stop() {
      await line.drop()
      await souk.stop()
      await Promise.all([mail.kill(), receiver.close()])
    },
  }
}

/** Nobody’s job is due, no stream is to be told of, nothing is to be delivered, and everybody is noted. */
const UNSETTLED = `
  select 1 from pgboss.job where state < 'completed' and start_after <= now()
  union all select 1 from grown_streams
  union all select 1 from webhook_deliveries where status = 'pending' and attempts = 0`

async function untilSettled({ sql }: Line): Promise<void> {
  const patience = AbortSignal.timeout(60_000)
  while ((await sql(UNSETTLED)).length > 0) {
    patience.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A connection behind Souk’s back, for what is asked at every step. */
interface Line {
  sql(text: string): Promise<unknown[]>
  drop(): Promise<void>
}

async function holdLine(url: string): Promise<Line> {
  const { promise: dropped, resolve: drop } = Promise.withResolvers<void>()
  const { promise: sql, resolve, reject } = Promise.withResolvers<Line['sql']>()
  const held = onServer(url, async (run) => {
    resolve(run)
    await dropped
  })
  held.catch(reject)
  return {
    sql: await sql,
    drop() {
      drop()
      return held
    },
  }
}
