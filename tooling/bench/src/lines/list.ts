import { median } from '../rate.ts'
import { costRow, type Row } from '../report.ts'
import type { RunningSouk, World } from '../world.ts'

const FEW = 1000
const MANY = 1_000_000
const ASKED = 200

/** A page of 50 out of a million trades, against one out of a thousand. */
export async function list(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const seller = await souk.signUp('lister')
  await fill(world, seller.id, FEW)
  const few = await timeOfPage(souk)
  await fill(world, seller.id, MANY - FEW)
  const many = await timeOfPage(souk)
  await souk.stop()
  const measured = `${few.toFixed(2)} ms out of ${FEW}, ${many.toFixed(2)} ms out of ${MANY}`
  return [costRow('list, GET /trades page of 50', 'a thousand trades', many / few, measured, 1.3)]
}

async function timeOfPage(souk: RunningSouk): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < ASKED; n += 1) {
    const start = performance.now()
    await souk.get('/trades?per_page=50')
    times.push(performance.now() - start)
  }
  return median(times.slice(ASKED / 4))
}

/** Adds trades as rows: most of them done with, as in a market that has been used. */
async function fill({ pool }: World, seller: number, count: number): Promise<void> {
  await pool.query(
    `with wallet as (
       select id from ledger.accounts where owner_id = $1 and kind = 'p2p' and asset = 'btc'),
     holds as (
       insert into ledger.holds (account_id, asset, amount, status, reference, created_at, settled_at)
       select wallet.id, 'btc', 0.00000001, 'voided', 'bench', now(), now()
         from wallet, generate_series(1, $2::int)
       returning id)
     insert into trades (seller_id, asset, amount, fee, status, hold_id, created_at, updated_at)
     select $1, 'btc', 0.00000001, 0,
            case when id % 4 = 0 then 'open' else 'cancelled' end, id, now(), now() from holds`,
    [seller, count],
  )
  // What lines before this one left behind, autovacuum would clear away sooner or later.
  await pool.query('vacuum analyze')
}
