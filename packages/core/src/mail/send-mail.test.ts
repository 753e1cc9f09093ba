import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SignedIn } from '../context.ts'
import { startTestCore, type TestCore } from '../testing/test-core.ts'
import { type Mail, MailRefused } from './mailer.ts'
import { sendMail } from './send-mail.ts'

const SYSTEM = { kind: 'system' } as const
const DAY = 24 * 3_600_000

/** What the mailer does; by default it takes everything. */
let deliver: (mail: Mail) => Promise<void>
let sent: Mail[]
let core: TestCore
let bob: SignedIn
beforeAll(async () => {
  core = await startTestCore({ mailer: { send: (mail) => deliver(mail) } })
  bob = await core.newUser()
  await core.sql(`update users set email = 'bob@example.com', fullname = 'Bob' where id = $1`, [
    bob.userId,
  ])
})
afterAll(() => core.close())
beforeEach(() => {
  sent = []
  deliver = async (mail) => void sent.push(mail)
})

async function queue(user = bob, template = 'deposit.credited'): Promise<number | undefined> {
  const data = { amount: '0.5', coin: 'btc' }
  await core.sql('select enqueue_mail(row(null, false, null, $1::timestamptz), $2, $3, $4)', [
    core.time.now,
    user.userId,
    template,
    data,
  ])
  const [row] = await core.sql('select id from mails where recipient_id = $1 order by id desc', [
    user.userId,
  ])
  return row?.id as number | undefined
}

async function newMail(): Promise<number> {
  const id = await queue()
  if (id === undefined) throw new Error('no mail was written')
  return id
}

const send = (mailId: number) => sendMail(core.as(SYSTEM), { mailId })

async function stateOf(id: number) {
  const columns = 'status, attempts, refusals, last_error as error, sent_at is not null as dated'
  const [row] = await core.sql(`select ${columns} from mails where id = $1`, [id])
  return row
}

test('a mail and its job are written together, in the transaction of whoever asks', async () => {
  const id = await newMail()
  const jobs = await core.sql(
    `select from pgboss.job where name = 'mail.send' and data = jsonb_build_object('mailId', $1::bigint)`,
    [id],
  )
  expect(jobs).toHaveLength(1)
})

test('a user without an address gets no mail', async () => {
  expect(await queue(await core.newUser())).toBeUndefined()
})

test('a mail is sent once, however often its job runs', async () => {
  const id = await newMail()
  await send(id)
  await send(id)
  expect(sent).toEqual([
    expect.objectContaining({
      to: 'bob@example.com',
      subject: '0.5 BTC have been credited to you',
    }),
  ])
  expect(await stateOf(id)).toEqual({
    status: 'sent',
    attempts: 1,
    refusals: 0,
    error: null,
    dated: true,
  })
})

test('every try has the same id, so that whoever gets two can tell', async () => {
  const id = await newMail()
  const ids: string[] = []
  deliver = async (mail) => {
    ids.push(mail.id)
    if (ids.length === 1) throw new Error('the line is broken')
  }
  await expect(send(id)).rejects.toThrow('the line is broken')
  expect(await stateOf(id)).toMatchObject({
    status: 'unsent',
    attempts: 1,
    error: 'the line is broken',
  })
  await send(id)
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(ids).toEqual([ids[0], ids[0]])
  expect(await stateOf(id)).toMatchObject({ status: 'sent', attempts: 2, error: null })
})

test('after a week of trying it is given up, and kept', async () => {
  const id = await newMail()
  deliver = () => Promise.reject(new Error('the server is away'))
  core.time.now = new Date(core.time.now.getTime() + 7 * DAY)
  await expect(send(id)).rejects.toThrow('away')
  expect(await stateOf(id)).toMatchObject({ status: 'unsent' })
  core.time.now = new Date(core.time.now.getTime() + 1)
  await expect(send(id)).rejects.toThrow('away')
  expect(await stateOf(id)).toMatchObject({ status: 'failed', attempts: 2 })
  await send(id)
  expect(await stateOf(id)).toMatchObject({ status: 'failed', attempts: 2 })
})

test('a server that refuses it for good is asked three times, whatever else went wrong', async () => {
  const id = await newMail()
  const refuse = () => Promise.reject(new MailRefused('no such mailbox'))
  deliver = () => Promise.reject(new Error('the server is away'))
  for (let i = 0; i < 5; i += 1) await expect(send(id)).rejects.toThrow('away')
  deliver = refuse
  for (let i = 0; i < 2; i += 1) await expect(send(id)).rejects.toThrow('no such mailbox')
  expect(await stateOf(id)).toMatchObject({ status: 'unsent', refusals: 2 })
  await expect(send(id)).rejects.toThrow('no such mailbox')
  expect(await stateOf(id)).toMatchObject({ status: 'failed', refusals: 3, attempts: 8 })
})

test('a template that only a newer Souk knows waits for that', async () => {
  await queue(bob, 'offer.celebrated')
  const [row] = await core.sql('select max(id) as id from mails')
  await expect(send(Number(row?.id))).rejects.toThrow('there is no mail offer.celebrated')
  expect(await stateOf(Number(row?.id))).toMatchObject({ status: 'unsent', attempts: 1 })
})
