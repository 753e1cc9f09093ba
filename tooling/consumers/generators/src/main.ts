import process from 'node:process'
import { authLogin, authSignUp, tradesCreate } from './hey-api'
import { client } from './hey-api/client.gen'
import {
  authLogin as orvalLogin,
  authSignUp as orvalSignUp,
  tradesBuy,
  tradesGet,
} from './orval/souk'

// Two people trade: the seller with what one generator made, the buyer with what another did.

const url = process.env.SOUK_URL ?? ''
client.setConfig({ baseUrl: url })

const seller = { username: 'generated-seller', password: 'secret123' }
await authSignUp({ body: seller, throwOnError: true })
const { data: login } = await authLogin({ body: seller, throwOnError: true })
client.setConfig({ auth: login.token })
const { data: trade } = await tradesCreate({
  body: { asset: 'BTC', amount: '1' },
  throwOnError: true,
})

const buyer = { username: 'generated-buyer', password: 'secret123' }
await orvalSignUp(buyer)
const answer = await orvalLogin(buyer)
if (answer.status !== 200) throw new Error(`logging in answered ${answer.status}`)
const headers = { Authorization: `Bearer ${answer.data.token}` }
const bought = await tradesBuy(trade.id, {}, { headers })
if (bought.status !== 200) throw new Error(`buying answered ${bought.status}`)
const refused = await tradesBuy(trade.id, {}, { headers })
if (refused.status !== 409 || refused.data.code !== 'CONFLICT') throw new Error('bought twice')

const shown = await tradesGet(trade.id, { headers })
if (shown.status !== 200) throw new Error(`the trade answered ${shown.status}`)
process.stdout.write(JSON.stringify(shown.data))
