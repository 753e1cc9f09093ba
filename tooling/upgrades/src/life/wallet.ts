import type { HttpClient, TestUser } from '@souk/server/testing/http-client'
import type { People } from '../people.ts'

type Staff = Pick<TestUser, 'token'>

const ADDRESS = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

/** More of a coin than this needs two members of staff. */
export const SECOND_APPROVAL_ABOVE = 'eth=10'

const transaction = (end: string) => `0x${end.padStart(64, '0')}`

/** Transfers, and a deposit and a withdrawal in each state. */
export async function liveInWallets(
  souk: HttpClient,
  { ife, jide }: People,
  { ngozi, tunde }: { ngozi: Staff; tunde: Staff },
): Promise<void> {
  const move = (amount: string, from: string, to: string) =>
    souk.post('/p2p/wallet/transfer/', { currency: 'btc', amount, from, to }, ife.token)
  await move('7.5', 'main', 'p2p')
  await move('0.25', 'p2p', 'main')
  await deposit(souk, ife, ngozi)
  await withdraw(souk, jide, ngozi, tunde)
}

async function deposit(souk: HttpClient, owner: TestUser, staff: Staff) {
  const announce = async (fields: object): Promise<string> => {
    const body = { currency: 'eth', amount: '3', ...fields }
    return (await souk.post('/wallet/deposits/', body, owner.token)).body.entity.id
  }
  const decide = (id: string, verb: string, body: object) =>
    souk.post(`/exec/deposits/${id}/${verb}/`, body, staff.token)
  await announce({ transaction_id: transaction('a1') })
  await announce({ from_address: ADDRESS })
  await decide(await announce({ transaction_id: transaction('a2') }), 'credit', {})
  await decide(await announce({}), 'credit', { amount: '2.5', transaction_id: transaction('a3') })
  await decide(await announce({ transaction_id: transaction('a4') }), 'reject', {
    reason: 'Not on the chain',
  })
}

const withdrawals = (souk: HttpClient, owner: TestUser) => ({
  request: async (amount: string, currency = 'eth'): Promise<string> => {
    const body = { currency, amount, address: ADDRESS }
    return (await souk.post('/wallet/withdrawals/', body, owner.token)).body.entity.id
  },
  approve: (id: string, { token }: Staff, body: object = {}) =>
    souk.post(`/exec/withdrawals/${id}/approve/`, body, token),
})

async function withdraw(souk: HttpClient, owner: TestUser, ngozi: Staff, tunde: Staff) {
  const { request, approve } = withdrawals(souk, owner)
  await request('1')
  const byHand = await request('2')
  await approve(byHand, ngozi)
  await approve(byHand, ngozi, { transaction_id: transaction('b2') })
  await approve(await request('11'), ngozi)
  const large = await request('12')
  await approve(large, ngozi)
  await approve(large, tunde, { transaction_id: transaction('b1') })
  const reject = `/exec/withdrawals/${await request('3')}/reject/`
  await souk.post(reject, { reason: 'Ask us first' }, ngozi.token)
  await souk.post(`/wallet/withdrawals/${await request('4')}/cancel/`, {}, owner.token)
}

/** Approves a withdrawal whose payout is still to come when Souk stops. */
export async function approveLast(souk: HttpClient, { jide }: People, staff: Staff): Promise<void> {
  const { request, approve } = withdrawals(souk, jide)
  await approve(await request('5', 'usdt'), staff)
}
