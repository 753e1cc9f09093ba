import type { Call } from '../call.ts'
import type { Side } from '../side.ts'

const money = { currency: 'usdt', amount: '0.01' }
const address = '0x52908400098527886e0f7030069857d2e4169ee7'

interface Made {
  readonly entity: { readonly id: string }
}

const newTransaction = async () => ({
  transaction: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex'),
})

async function announcedDeposit(side: Side) {
  const body = { ...money, transaction_id: (await newTransaction()).transaction }
  const made = await side.souk.post('/wallet/deposits/', side.people.seller.token, body)
  return { id: (made as Made).entity.id }
}

async function newWithdrawal({ souk, people }: Side) {
  const made = await souk.post('/wallet/withdrawals/', people.seller.token, { ...money, address })
  return { id: (made as Made).entity.id }
}

const seller = async ({ people }: Side) => ({ user: people.seller.id })

/** Staff's list of everybody's, whole and by each of its filters; `rare` is what few of them are. */
const everybodys = (operation: Call['operation'], rare: string): Call[] => [
  { operation, as: 'staff' },
  { operation, query: 'page=20', as: 'staff' },
  { operation, query: 'coin=trx', as: 'staff' },
  { operation, query: rare, as: 'staff' },
  { operation, query: 'user_id={user}', given: seller, as: 'staff' },
  { operation, query: `user_id={user}&${rare}`, given: seller, as: 'staff' },
]

const staffCalls: readonly Call[] = [
  ...everybodys('GET /deposits/list/all/', 'status=rejected'),
  ...everybodys('GET /withdrawals/list/all/', 'status=rejected'),
  ...everybodys('GET /transactions/all/', 'transaction_type=WITHDRAWAL&status=REJECTED'),
  {
    operation: 'POST /exec/deposits/{id}/credit/',
    given: announcedDeposit,
    as: 'staff',
  },
  {
    operation: 'POST /exec/deposits/{id}/reject/',
    given: announcedDeposit,
    body: { reason: 'nothing came' },
    as: 'staff',
  },
  { operation: 'POST /exec/withdrawals/{id}/approve/', given: newWithdrawal, as: 'staff' },
  {
    operation: 'POST /exec/withdrawals/{id}/reject/',
    given: newWithdrawal,
    body: { reason: 'a wrong address' },
    as: 'staff',
  },
]

export const walletCalls: readonly Call[] = [
  { operation: 'GET /p2p/wallet/', as: 'seller' },
  {
    operation: 'POST /p2p/wallet/transfer/',
    body: { ...money, from: 'main', to: 'p2p' },
    as: 'seller',
  },
  {
    operation: 'POST /wallet/deposits/',
    given: newTransaction,
    body: ({ transaction }) => ({ ...money, transaction_id: transaction }),
    as: 'seller',
  },
  { operation: 'GET /wallet/deposits/', as: 'buyer' },
  { operation: 'GET /wallet/deposits/', query: 'currency=usdt&status=credited', as: 'seller' },
  { operation: 'POST /wallet/withdrawals/', body: { ...money, address }, as: 'seller' },
  {
    operation: 'POST /wallet/withdrawals/{id}/cancel/',
    given: newWithdrawal,
    as: 'seller',
  },
  { operation: 'GET /wallet/withdrawals/', as: 'buyer' },
  { operation: 'GET /wallet/withdrawals/', query: 'currency=usdt&status=approved', as: 'seller' },
  ...staffCalls,
]
