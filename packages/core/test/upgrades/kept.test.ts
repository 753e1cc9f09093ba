import { contract, type UserEvent } from '@souk/contract'
import { migrationsOf } from '@souk/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Ctx,
  followStream,
  runOnce,
  schema,
  streamHead,
  userStream,
  verbs,
  viewerId,
} from '../../src/index.ts'
import { recordings } from '../../src/testing/recordings.ts'
import { openUpgraded, type Upgraded } from '../../src/testing/upgraded.ts'

/** The migration that let people mark what they have read. */
const WITH_MARKS = 'Migration20261128000035'

describe.each(recordings())('what $name kept, after an upgrade', (recording) => {
  let souk: Upgraded
  beforeAll(async () => {
    souk = await openUpgraded(recording)
  })
  afterAll(() => souk.core.close())

  test('what came since is applied, and the next start finds nothing left to do', async () => {
    const migrations = await migrationsOf(schema)
    const later = migrations.map(({ name }) => name).filter((name) => name > recording.migration)
    expect(souk.applied).toEqual(later)
    expect(await souk.core.database.migrate()).toEqual([])
  })

  test('everybody has what they had, and the books are clean', async () => {
    expect(souk.walletsBefore.length).toBeGreaterThan(100)
    expect(await souk.wallets()).toEqual(expect.arrayContaining([...souk.walletsBefore]))
    expect(await souk.core.verify()).toEqual([])
  })

  test('every stream is numbered from 1 to its head without a gap', async () => {
    const streams = await souk.rows<{ stream: string; head: number; seqs: number[] }>(
      `select coalesce(stream, name) as stream, head, array_agg(seq::integer order by seq) as seqs
         from events full join event_streams on name = stream
        where head is distinct from 0 group by 1, 2`,
    )
    expect(streams.length).toBeGreaterThan(20)
    for (const { stream, head, seqs } of streams) {
      expect([stream, seqs]).toEqual([stream, numbers(1, head)])
    }
  })

  test('who comes back to a stream in its middle hears the rest, once and in order', async () => {
    for (const { name, head } of await heads('')) {
      const middle = Math.floor(head / 2)
      const heard = await hear(souk.system(), name, middle, head)
      expect([name, heard]).toEqual([name, numbers(middle + 1, head)])
    }
  })

  test('everything that ever happened to somebody is told in the words of today', async () => {
    const types = new Set<string>()
    for (const { name, head } of await heads('user:')) {
      const events = await told(await souk.as(name.slice('user:'.length)), 0, head)
      for (const { type } of events) types.add(type)
    }
    const stored = await souk.rows<{ type: string }>(
      `select distinct type from events where starts_with(stream, 'user:')`,
    )
    expect([...types].sort()).toEqual(stored.map(({ type }) => type).sort())
  })

  test('who listened before the upgrade goes on hearing what happens after it', async () => {
    const ife = await souk.as('ife')
    const head = await streamHead(ife.db, userStream(viewerId(ife) ?? 0))
    const transfer = { currency: 'btc', amount: '1', from: 'main', to: 'p2p' } as const
    await verbs.wallet.transfer(ife, transfer)
    expect(await told(ife, head, head + 1)).toMatchObject([{ type: 'wallet.transferred' }])
  })

  /** How far streams have come whose names start like this. */
  const heads = (prefix: string) =>
    souk.rows<{ name: string; head: number }>(
      'select name, head from event_streams where starts_with(name, $1) and head > 0',
      [prefix],
    )

  test('every conversation is there with its sides, and what each has not read', async () => {
    const astray = await souk.rows(
      `select conversation from messages group by conversation
       except select name from conversations c
        where messages = (select count(*) from messages m where m.conversation = c.name)
          and latest_id = (select max(id) from messages m where m.conversation = c.name)
          and exists (select from conversation_members m where m.conversation = c.name)`,
    )
    expect(astray).toEqual([])
    const miscounted = await souk.rows(
      `select from conversation_members c
        where unread <> (select count(*) from messages m
                          where m.conversation = c.conversation and m.id > c.read_up_to
                            and m.sender_id <> c.user_id and m.deleted_at is null)`,
    )
    expect(miscounted).toEqual([])
    // Before there were marks, nothing counted as unread.
    if (recording.migration >= WITH_MARKS) return
    const unread = await souk.rows('select from conversation_members where unread > 0')
    expect(unread).toEqual([])
  })

  test('what is written after the upgrade is new to the other side, and nothing before it', async () => {
    const { id, seller, buyer } = await souk.first<Record<'id' | 'seller' | 'buyer', number>>(
      `select t.id, seller_id as seller, buyer_id as buyer from trades t
         join conversations c on c.name = 'trade:' || t.id
         join users u on u.id = buyer_id where u.is_active limit 1`,
    )
    const [by, to] = [await souk.as(seller), await souk.as(buyer)]
    const before = await verbs.trades.chat.list(to, { tradeId: id, page: 1, perPage: 100 })
    await verbs.trades.chat.send(by, { tradeId: id, message: 'After the upgrade' })
    const after = await verbs.trades.chat.list(to, { tradeId: id, page: 1, perPage: 100 })
    expect(after.items.slice(0, -1)).toEqual(before.items)
    expect(after.unread - before.unread).toBe(1)
    expect(await verbs.trades.chat.markRead(to, { tradeId: id })).toMatchObject({ unread: 0 })
  })

  test('people log in with their passwords, and are still logged in', async () => {
    const stranger = souk.core.as({ kind: 'anonymous' })
    const who = { username: 'dayo', password: 'dayo-secret-1' }
    const { user } = await verbs.auth.login(stranger, who)
    const session = (condition: string) =>
      souk.first<{ id: string; user: number }>(
        `select s.id, user_id as user from sessions s where ${condition} limit 1`,
      )
    const { sessions } = souk.system()
    const open = await session(`revoked_at is null and user_id = ${user.id}`)
    expect(await sessions.byId(open.id)).toMatchObject({ userId: user.id })
    const ended = await session('revoked_at is not null')
    expect(await sessions.byId(ended.id)).toBeUndefined()
  })

  test('a request that is repeated gets its first answer, and does nothing twice', async () => {
    const keyed = { key: 'open-once', request: 'trades.create {"asset":"ltc","amount":"2"}' }
    const again = await runOnce(await souk.as('chidi'), keyed, async () => {
      throw new Error('it was done again')
    })
    expect(again).toMatchObject({ replayed: true, answer: { asset: 'ltc', status: 'open' } })
  })

  test('staff see everything there is', async () => {
    const ctx = await souk.as('ngozi')
    const page = { page: 1, perPage: 100 }
    const { users, audit, deposits, withdrawals } = contract.staff
    const lists = {
      users: users.list.output.parse(await verbs.staff.users.list(ctx, page)),
      audit_log: audit.list.output.parse(await verbs.staff.audit.list(ctx, page)),
      deposits: deposits.list.output.parse(await verbs.staff.deposits.list(ctx, page)),
      withdrawals: withdrawals.list.output.parse(await verbs.staff.withdrawals.list(ctx, page)),
      trades: contract.trades.list.output.parse(
        await verbs.trades.list(ctx, { mine: false, ...page }),
      ),
      disputes: contract.market.disputes.list.output.parse(
        await verbs.market.disputes.list(ctx, page),
      ),
    }
    for (const [table, { total }] of Object.entries(lists)) {
      expect([table, total]).toEqual([table, await countOf(table)])
    }
  })

  const countOf = async (table: string) =>
    (await souk.first<{ count: number }>(`select count(*) from ${table}`)).count

  test('what staff have taken from somebody, or from everybody, stays taken', async () => {
    const [lanre, chidi] = [await souk.as('lanre'), await souk.as('chidi')]
    const sell = (by: Ctx, asset: 'btc' | 'trx', amount: string) =>
      verbs.trades.create(by, { asset, amount })
    await expect(sell(lanre, 'btc', '1')).rejects.toMatchObject({ code: 'RESTRICTED' })
    await expect(sell(chidi, 'trx', '1')).rejects.toMatchObject({ code: 'COIN_DISABLED' })
    await expect(sell(chidi, 'btc', '51')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    const kemi = { username: 'kemi', password: 'kemi-secret-1' }
    const login = verbs.auth.login(souk.core.as({ kind: 'anonymous' }), kemi)
    await expect(login).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })
})

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** The numbers of the events that a reader of a stream gets, from one to another. */
async function hear({ db, bus }: Ctx, stream: string, after: number, head: number) {
  const { signal } = new AbortController()
  const heard: number[] = []
  for await (const { seq } of followStream({ db, bus, stream, after, signal })) {
    heard.push(seq)
    if (seq >= head) break
  }
  return heard
}

/** What a subscriber is told from one event to another: each of them, as the contract has it. */
async function told(ctx: Ctx, after: number, head: number): Promise<UserEvent[]> {
  const { signal } = new AbortController()
  const events: UserEvent[] = []
  for await (const { id, event } of verbs.me.events(ctx, { lastEventId: after }, signal)) {
    events.push(contract.me.events.output.parse(event))
    expect(id).toBe(after + events.length)
    if (id >= head) break
  }
  return events
}
