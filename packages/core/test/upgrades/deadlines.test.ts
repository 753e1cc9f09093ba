import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveBackTime, mail, queues, recordHeartbeat } from '../../src/index.ts'
import { recordings } from '../../src/testing/recordings.ts'
import { milliseconds, openUpgraded, type Upgraded } from '../../src/testing/upgraded.ts'

const HOUR = 3_600_000

/** What waits for a moment, with the job that is to come then. */
const DEADLINES = `
  select 'offer.expire' as queue, jsonb_build_object('offerId', id) as data, expires_at as at
    from offers where status = 'pending'
  union all
  select 'dispute.escalate', jsonb_build_object('offerId', offer_id), answer_by
    from disputes where answered_at is null and resolved_at is null
  union all
  select 'order.expire', jsonb_build_object('orderId', id),
         -- One that is claimed later gets more time; the job finds that out.
         least(expires_at, created_at + interval '30 minutes')
    from orders where status = 'PENDING'
  union all
  select 'ad.expire', jsonb_build_object('adId', id), (end_date + 1)::timestamp at time zone 'UTC'
    from ads where status = 'active' and end_date is not null`

interface Deadline {
  readonly id: number
  readonly at: number
}

// One after another, as time passes.
describe.each(recordings())('what $name was to do, after an upgrade', (recording) => {
  let souk: Upgraded
  beforeAll(async () => {
    souk = await openUpgraded(recording)
  })
  afterAll(() => souk.core.close())

  test('every job that waits is of a queue that Souk works through, and is kept until then', async () => {
    const waiting = await souk.rows<{ name: string }>('select distinct name from pgboss.job')
    expect(waiting.length).toBeGreaterThan(4)
    expect(Object.keys(queues)).toEqual(expect.arrayContaining(waiting.map(({ name }) => name)))
    const lost = await souk.rows(
      `select from pgboss.job left join pgboss.queue using (name)
        where queue.name is null or state not in ('created', 'retry') or keep_until < start_after`,
    )
    expect(lost).toEqual([])
  })

  test('each deadline has its job, and the job its time', async () => {
    const deadlines = await souk.rows<{ queue: string }>(DEADLINES)
    expect(new Set(deadlines.map(({ queue }) => queue)).size).toBeGreaterThanOrEqual(3)
    const forgotten = await souk.rows(
      `select * from (${DEADLINES}) d where not exists (
         select from pgboss.job j where j.name = queue and j.data = d.data
            and start_after between at - interval '1 minute' and at + interval '1 minute')`,
    )
    expect(forgotten).toEqual([])
  })

  test('mail that could not be sent is sent', async () => {
    const unsent = await souk.rows<{ id: number }>(`select id from mails where status = 'unsent'`)
    expect(unsent).not.toEqual([])
    for (const { id } of unsent) await souk.run('mail.send', { mailId: id })
    expect(souk.mailed).toEqual(unsent.map(() => 'adaeze@example.com'))
    const statuses = (await mail.recentMails(souk.system())).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set(['sent']))
  })

  test('a payout that was still to be made is made', async () => {
    const { withdrawalId } = await souk.first<{ withdrawalId: string }>(
      `select data ->> 'withdrawalId' as "withdrawalId" from pgboss.job
        where name = 'withdrawal.pay'`,
    )
    await souk.run('withdrawal.pay', { withdrawalId })
    const sql = 'select transaction_id as by from withdrawals where id = $1'
    expect(await souk.first(sql, [withdrawalId])).toEqual({ by: `paid ${withdrawalId}` })
  })

  /** The windows in which somebody is to pay, soonest first. */
  const running = () =>
    souk.rows<Deadline & { table: 'offers' | 'orders'; madeAt: number }>(
      `select 'offers' as table, id, ${milliseconds('created_at')} as "madeAt",
              ${milliseconds('expires_at')} as at
         from offers where status = 'pending'
       union all
       select 'orders', id, ${milliseconds('created_at')}, ${milliseconds('expires_at')}
         from orders where status = 'PENDING'
        order by at, id`,
    )
  const ENDS = {
    offers: { queue: 'offer.expire', key: 'offerId', before: 'pending', after: 'expired' },
    orders: { queue: 'order.expire', key: 'orderId', before: 'PENDING', after: 'CANCELLED' },
  } as const

  test('the time that the upgrade took is given back to whose window runs', async () => {
    const before = await running()
    expect(before.length).toBeGreaterThan(1)
    souk.core.time.now = new Date(recording.at.getTime() + HOUR)
    const silence = ((await recordHeartbeat(souk.system(), giveBackTime)) ?? 0) * 1000
    expect(silence).toBeGreaterThanOrEqual(HOUR)
    const now = souk.core.time.now.getTime()
    const given = before.map((window) => {
      const lost = Math.min(silence, now - window.madeAt)
      return { ...window, at: Math.round(window.at + lost) }
    })
    expect(await running()).toEqual(given)
  })

  test('each payment window ends at its time, and not before', async () => {
    for (const { table, id, at } of await running()) {
      const { queue, key, before, after } = ENDS[table]
      const status = () => souk.first(`select status from ${table} where id = $1`, [id])
      await souk.liveUntil(at - 1)
      await souk.run(queue, { [key]: id })
      expect(await status()).toEqual({ status: before })
      await souk.liveUntil(at + 1)
      await souk.run(queue, { [key]: id })
      expect(await status()).toEqual({ status: after })
    }
    expect(await souk.core.verify()).toEqual([])
  })

  test('a dispute without an answer goes to staff when the time to answer ends', async () => {
    const { id, at } = await souk.first<Deadline>(
      `select offer_id as id, ${milliseconds('answer_by')} as at from disputes
        where answered_at is null and resolved_at is null`,
    )
    const escalated = () =>
      souk.first('select escalated_at is not null as yes from disputes where offer_id = $1', [id])
    await souk.liveUntil(at - 1)
    await souk.run('dispute.escalate', { offerId: id })
    expect(await escalated()).toEqual({ yes: false })
    await souk.liveUntil(at + 1)
    await souk.run('dispute.escalate', { offerId: id })
    expect(await escalated()).toEqual({ yes: true })
  })

  test('an ad ends when its last day is over', async () => {
    const { id, at } = await souk.first<Deadline>(
      `select id, ${milliseconds(`(end_date + 1)::timestamp at time zone 'UTC'`)} as at from ads
        where status = 'active' and end_date is not null`,
    )
    const status = () => souk.first('select status from ads where id = $1', [id])
    await souk.liveUntil(at - 1)
    await souk.run('ad.expire', { adId: id })
    expect(await status()).toEqual({ status: 'active' })
    await souk.liveUntil(at)
    await souk.run('ad.expire', { adId: id })
    expect(await status()).toEqual({ status: 'expired' })
  })

  test('whatever else was to be done is done, and the books are clean', async () => {
    const rest = await souk.rows<{ name: string; data: never }>(
      'delete from pgboss.job returning name, data',
    )
    for (const { name, data } of rest) await queues[name]?.(souk.system(), data)
    expect(await souk.core.verify()).toEqual([])
  })
})
