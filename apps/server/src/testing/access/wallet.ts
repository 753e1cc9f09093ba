import { type Access, ADDRESS, OTHER_ADDRESS, SECRETS } from './access.ts'

let announced = 0

export const walletAccess: Access = {
  matrix: `
operation                 on         | stranger | seller | buyer   | staff   | staff seller | staff buyer
wallet.get                nothing    | +        | +      | +       | +       | +            | +
wallet.transfer           nothing    | +        | +      | +       | +       | +            | +
wallet.deposits.create    nothing    | +        | +      | +       | +       | +            | +
wallet.deposits.list      deposit    | +        | +      | +       | +       | +            | +
wallet.withdrawals.create nothing    | +        | +      | +       | +       | +            | +
wallet.withdrawals.list   withdrawal | +        | +      | +       | +       | +            | +
wallet.withdrawals.cancel withdrawal | missing  | +      | missing | missing | +            | missing
`,
  inputs: {
    'wallet.transfer': () => ({ currency: 'usdt', amount: '0.01', from: 'main', to: 'p2p' }),
    'wallet.deposits.create': () => ({ currency: 'usdt', amount: '1' }),
    'wallet.withdrawals.create': () => ({
      currency: 'btc',
      amount: '0.01',
      address: OTHER_ADDRESS,
    }),
    'wallet.withdrawals.cancel': ({ money }) => ({ id: money }),
  },
  targets: {
    deposit: async ({ souk }, { seller }) => {
      announced += 1
      const transaction = `${SECRETS.transaction}:${announced}`
      const deposit = { currency: 'usdt', amount: '0.01', transaction_id: transaction }
      const { body } = await souk.post('/wallet/deposits/', deposit, seller.token)
      return { money: body.entity.id }
    },
    withdrawal: async ({ souk }, { seller }) => {
      const out = { currency: 'btc', amount: '0.01', address: ADDRESS }
      const { body } = await souk.post('/wallet/withdrawals/', out, seller.token)
      return { money: body.entity.id }
    },
  },
}
