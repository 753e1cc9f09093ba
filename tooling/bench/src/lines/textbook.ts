import type { PoolClient } from 'pg'

/**
 * The lifecycle as a textbook writes it: BEGIN, one statement at a time, COMMIT, leaving the same
 * rows behind as our functions do.
 */
export async function textbookLifecycle(
  client: PoolClient,
  seller: number,
  buyer: number,
): Promise<void> {
  const trade = await inTransaction(client, () => create(client, seller))
  await inTransaction(client, () => buy(client, trade, seller, buyer))
  await inTransaction(client, () => release(client, trade, seller, buyer))
}

const AMOUNT = '0.01'

async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  const result = await work()
  await client.query('commit')
  return result
}

async function create(client: PoolClient, seller: number): Promise<number> {
  const { rows: accounts } = await client.query(
    `select id, balance - held as available from ledger.accounts
      where owner_id = $1 and kind = 'p2p' and asset = 'usdt' for update`,
    [seller],
  )
  const account = accounts[0].id
  await client.query('update ledger.accounts set held = held + $2 where id = $1', [account, AMOUNT])
  const { rows: holds } = await client.query(
    `insert into ledger.holds (account_id, asset, amount, reference, created_at)
     values ($1, 'usdt', $2, 'bench', now()) returning id`,
    [account, AMOUNT],
  )
  const { rows: trades } = await client.query(
    `insert into trades (seller_id, asset, amount, fee, hold_id, created_at, updated_at)
     values ($1, 'usdt', $2, 0, $3, now(), now()) returning id`,
    [seller, AMOUNT, holds[0].id],
  )
  const { id } = trades[0]
  await record(client, 'trade.created', [`trade:${id}`, `user:${seller}`], id)
  return id
}

async function buy(client: PoolClient, id: number, seller: number, buyer: number): Promise<void> {
  await client.query('select * from trades where id = $1 for update', [id])
  await client.query(
    `update trades set status = 'in_progress', buyer_id = $2, updated_at = now() where id = $1`,
    [id, buyer],
  )
  await record(client, 'trade.taken', streamsOf(id, seller, buyer), id)
}

async function release(
  client: PoolClient,
  id: number,
  seller: number,
  buyer: number,
): Promise<void> {
  const { rows } = await client.query('select * from trades where id = $1 for update', [id])
  const hold = rows[0].hold_id
  await client.query(`update trades set status = 'completed', updated_at = now() where id = $1`, [
    id,
  ])
  await client.query(
    `update ledger.holds set status = 'posted', settled_at = now() where id = $1`,
    [hold],
  )
  const { rows: accounts } = await client.query(
    `select id, owner_id from ledger.accounts
      where owner_id in ($1, $2) and kind = 'p2p' and asset = 'usdt' order by id for update`,
    [seller, buyer],
  )
  const accountOf = (owner: number) => accounts.find((a) => Number(a.owner_id) === owner)?.id
  await client.query(
    'update ledger.accounts set balance = balance - $2, held = held - $2 where id = $1',
    [accountOf(seller), AMOUNT],
  )
  await client.query('update ledger.accounts set balance = balance + $2 where id = $1', [
    accountOf(buyer),
    AMOUNT,
  ])
  await client.query(
    `insert into ledger.transfers
       (debit_account_id, credit_account_id, asset, amount, hold_id, reason, reference, created_at)
     values ($1, $2, 'usdt', $3, $4, 'bench', 'bench', now())`,
    [accountOf(seller), accountOf(buyer), AMOUNT, hold],
  )
  await record(client, 'trade.released', streamsOf(id, seller, buyer), id)
}

const streamsOf = (id: number, seller: number, buyer: number) => [
  `trade:${id}`,
  `user:${seller}`,
  `user:${buyer}`,
]

async function record(
  client: PoolClient,
  type: string,
  streams: string[],
  id: number,
): Promise<void> {
  for (const stream of streams.sort()) {
    const { rows } = await client.query(
      `insert into event_streams as s (name, head) values ($1, 1)
       on conflict (name) do update set head = s.head + 1 returning head`,
      [stream],
    )
    await client.query(
      'insert into events (stream, seq, type, data, occurred_at) values ($1, $2, $3, $4, now())',
      [stream, rows[0].head, type, JSON.stringify({ id })],
    )
  }
}
