import type { World } from '../world.ts'
import type { People } from './people.ts'

const ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'
const transaction = (end: string) =>
  `b7e1a0c35d2f4c8896d1e0f4a7b3c2d5e6f708192a3b4c5d6e7f8091a2b3${end}`

/** Money comes in, moves, and goes out. */
export async function tellOfMoney({ settled }: World, people: People): Promise<void> {
  await moved(people)
  await cameIn(people)
  await wentOut(people)
  await settled()
  await seenByStaff(people)
}

async function moved({ ada }: People): Promise<void> {
  await ada.does('wallet.get', 'Ada looks at the wallets')
  const body = { currency: 'ltc', amount: '3', from: 'main', to: 'p2p' }
  await ada.does('wallet.transfer', 'Ada moves 3 LTC to where trades take them from', { body })
  await ada.isRefused('wallet.transfer', 'INSUFFICIENT_FUNDS', 'Ada does not have as much', {
    body: { ...body, amount: '3000' },
  })
}

async function cameIn({ ada, tunde }: People): Promise<void> {
  const announce = (end: string) => ({
    body: { currency: 'ltc', amount: '12.5', transaction_id: transaction(end) },
  })
  const { id } = await ada.does('wallet.deposits.create', 'Ada has sent 12.5 LTC', announce('c4d5'))
  await tunde.does('staff.deposits.credit', 'Tunde finds them on the chain', { path: { id } })
  const other = await ada.quietly('wallet.deposits.create', announce('c4d6'))
  const path = { id: other.id }
  const body = { reason: 'The coins never arrived.' }
  await tunde.does('staff.deposits.reject', 'Tunde finds none', { path, body })
  await tunde.isRefused('staff.deposits.credit', 'CONFLICT', 'It is rejected', { path })
  await ada.does('wallet.deposits.list', 'Ada looks what came of it', {
    query: { currency: 'ltc' },
  })
}

async function wentOut({ ada, tunde }: People): Promise<void> {
  const body = { currency: 'btc', amount: '0.4', address: ADDRESS }
  const first = 'Ada wants 0.4 BTC sent out'
  const { id } = await ada.does('wallet.withdrawals.create', first, { body })
  await ada.isRefused('wallet.withdrawals.create', 'INSUFFICIENT_FUNDS', 'Ada has not as much', {
    body: { ...body, amount: '4000' },
  })
  const another = async () => (await ada.quietly('wallet.withdrawals.create', { body })).id
  const path = { id: await another() }
  await ada.does('wallet.withdrawals.cancel', 'Ada changes their mind', { path })
  await tunde.does('staff.withdrawals.approve', 'Tunde approves it', { path: { id } })
  await tunde.quietly('staff.withdrawals.approve', {
    path: { id },
    body: { transaction_id: transaction('e6f7') },
  })
  const reason = 'The address is on a list of stolen funds.'
  await tunde.does('staff.withdrawals.reject', 'Tunde rejects another', {
    path: { id: await another() },
    body: { reason },
  })
  await ada.does('wallet.withdrawals.list', 'Ada looks what came of them', {
    query: { currency: 'btc' },
  })
}

async function seenByStaff({ ada, tunde }: People): Promise<void> {
  const query = { user_id: ada.uuid }
  await tunde.does('staff.transactions.list', 'Tunde looks what Ada moved', { query })
  await tunde.does('staff.deposits.list', 'Tunde looks what is to come in')
  await tunde.does('staff.withdrawals.list', 'Tunde looks what is to go out')
}
