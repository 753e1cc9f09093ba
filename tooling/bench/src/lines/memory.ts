import { costRow, type Row } from '../report.ts'
import { residentOf } from '../resident.ts'
import type { Account, World } from '../world.ts'

const FEW = 10_000
const MANY = 100_000
const CLIENTS = 32

/** What the process holds after a hundred thousand lifecycles, against after ten thousand. */
export async function memory(world: World): Promise<Row[]> {
  const souk = await world.startSouk()
  const pairs: { seller: Account; buyer: Account }[] = []
  for (let n = 0; n < CLIENTS; n += 1) {
    const seller = await souk.signUp(`keeper${n}`)
    pairs.push({ seller, buyer: await souk.signUp(`taker${n}`) })
  }
  let left = FEW
  const client = async ({ seller, buyer }: (typeof pairs)[number]) => {
    while (left > 0) {
      left -= 1
      const body = { asset: 'usdt', amount: '0.01' }
      const { id } = (await souk.post('/trades', seller.token, body)) as { id: number }
      await souk.post(`/trades/${id}/buy`, buyer.token)
      await souk.post(`/trades/${id}/release`, seller.token)
    }
  }
  await Promise.all(pairs.map(client))
  const few = await residentOf(souk)
  left = MANY - FEW
  await Promise.all(pairs.map(client))
  const many = await residentOf(souk)
  await souk.stop()
  const measured = `${Math.round(few)} MB, then ${Math.round(many)} MB`
  return [costRow('memory after 100,000 lifecycles', 'after 10,000', many / few, measured, 1.1)]
}
