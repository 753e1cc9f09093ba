import type {
  Ad,
  AdEvent,
  Attachment,
  AuditEntry,
  Limit,
  Login,
  Offer,
  OfferMessage,
  Trade,
  TradeMessage,
  UserSettings,
  WalletBalance,
  WithdrawalForStaff,
} from '@souk/contract'
import { describe, expectTypeOf, test } from 'vitest'
import {
  createClient,
  type ErrorCode,
  type Events,
  entriesOf,
  type FieldError,
  type Inputs,
  isSoukError,
  type Outputs,
  pagesOf,
  type SoukClient,
  type TrackedEvent,
} from '../src/index.ts'
import { schemas } from '../src/schemas.ts'

// Nothing here runs: the compiler is the test.
const anAd: Inputs['market']['ads']['create'] = {
  adType: 'sell',
  cryptoCurrency: 'btc',
  cryptoAmount: '1',
  pricePerUnit: 60_000,
  fiatCurrency: 'usd',
  paymentMethod: 'bank_transfer',
}
const calls = async (client: SoukClient) => ({
  trade: await client.trades.create.mutate({ asset: 'btc', amount: '1' }),
  page: await client.trades.list.query(),
  login: await client.auth.login.mutate({ email: 'a@example.com', password: 'secret' }),
  nothing: await client.auth.logout.mutate(),
  message: await client.trades.chat.send.mutate({ tradeId: 1, message: 'hello' }),
})

const anySignal = AbortSignal.abort()

test('answers have the types of the contract', () => {
  type Answers = Awaited<ReturnType<typeof calls>>
  expectTypeOf<Answers['trade']>().toEqualTypeOf<Trade>()
  expectTypeOf<Answers['page']['items']>().toEqualTypeOf<Trade[]>()
  expectTypeOf<Answers['login']>().toEqualTypeOf<Login>()
  expectTypeOf<Answers['nothing']>().toBeNull()
  expectTypeOf<Answers['message']>().toEqualTypeOf<TradeMessage>()
  expectTypeOf<Answers['trade']['amount']>().toBeString()
})

test('files are files, which tRPC would take for JSON', () => {
  const send = (client: SoukClient, file: File) => client.chat.upload.mutate({ file })
  const get = (client: SoukClient) => client.chat.download.query({ id: 'x' }, { signal: anySignal })
  expectTypeOf<ReturnType<typeof send>>().resolves.toEqualTypeOf<Attachment>()
  expectTypeOf<ReturnType<typeof get>>().resolves.toExtend<File>()
  expectTypeOf<File>().toExtend<Inputs['chat']['upload']['file']>()
  expectTypeOf<Outputs['chat']['download']>().toExtend<File>()
})

test('wrong inputs are errors', () => {
  const wrong = (client: SoukClient) => {
    // @ts-expect-error: an amount is no boolean
    client.trades.create.mutate({ asset: 'btc', amount: true })
    // @ts-expect-error: an id is a number
    client.trades.buy.mutate({ id: '7' })
    // @ts-expect-error: the message is missing
    client.trades.chat.send.mutate({ tradeId: 1 })
    // @ts-expect-error: an input is needed
    client.trades.get.query()
    // @ts-expect-error: no such status
    client.trades.list.query({ status: 'sold' })
    // @ts-expect-error: no such procedure
    client.trades.steal.mutate({ id: 7 })
    // @ts-expect-error: a price is an amount
    client.market.ads.create.mutate({ ...anAd, pricePerUnit: true })
    // @ts-expect-error: an ad buys or sells
    client.market.ads.create.mutate({ ...anAd, adType: 'swap' })
    // @ts-expect-error: the fiat amount is missing
    client.market.offers.create.mutate({ ad: 1, currencyAmount: '1' })
    // @ts-expect-error: there are two wallets
    client.wallet.transfer.mutate({ currency: 'btc', amount: '1', from: 'main', to: 'savings' })
    // @ts-expect-error: no such right
    client.staff.settings.update.mutate({ userId: 1, canFly: true })
    // @ts-expect-error: a query is not a mutation
    client.trades.get.mutate({ id: 7 })
    // @ts-expect-error: a number is no float of money
    const amount: number = calls(client).then(({ trade }) => trade.amount)
    return amount
  }
  expectTypeOf(wrong).toBeFunction()
  // @ts-expect-error: either a token or a function that gets one
  const both = () => createClient({ url: '/', token: 'a', getToken: () => 'b' })
  expectTypeOf(both).toBeFunction()
})

test('lists are iterated with the types of their procedure', () => {
  const iterate = async (client: SoukClient) => {
    for await (const trade of entriesOf(client.trades.list))
      expectTypeOf(trade).toEqualTypeOf<Trade>()
    for await (const ad of entriesOf(client.market.ads.list, { sort: 'price', perPage: 10 })) {
      expectTypeOf(ad).toEqualTypeOf<Ad>()
    }
    for await (const { items } of pagesOf(client.trades.chat.list, { tradeId: 1 })) {
      expectTypeOf(items).toEqualTypeOf<TradeMessage[]>()
    }
    // @ts-expect-error: of which trade?
    pagesOf(client.trades.chat.list)
    // @ts-expect-error: no such filter
    entriesOf(client.trades.list, { colour: 'red' })
    // @ts-expect-error: the iterator finds out where to go on
    entriesOf(client.trades.list, { cursor: 'abc' })
    // @ts-expect-error: no list
    entriesOf(client.trades.get, { id: 1 })
  }
  expectTypeOf(iterate).toBeFunction()
})

test('events narrow by their type', () => {
  const subscribe = (client: SoukClient) => {
    client.me.events.subscribe(undefined, {
      onData(event) {
        expectTypeOf(event).toEqualTypeOf<TrackedEvent<Events['me']['events']>>()
        if (event.data.type === 'message.sent') {
          expectTypeOf(event.data.message).toEqualTypeOf<TradeMessage>()
          // @ts-expect-error: a message event has no trade
          event.data.trade
        } else if (event.data.type === 'trade.taken') {
          expectTypeOf(event.data.trade).toEqualTypeOf<Trade>()
        } else if (event.data.type === 'withdrawal.approved') {
          expectTypeOf(event.data.withdrawal.address).toBeString()
        }
      },
      onError: (error) => expectTypeOf(error.data?.soukCode).toEqualTypeOf<ErrorCode | undefined>(),
    })
    client.trades.watch.subscribe({ tradeId: 1, lastEventId: '7' }, {})
  }
  expectTypeOf(subscribe).toBeFunction()
})

test('what happens in the market is a union of ads, offers and messages', () => {
  const subscribe = (client: SoukClient) => {
    client.market.events.subscribe(undefined, {
      onData({ data }) {
        expectTypeOf(data).toEqualTypeOf<Events['market']['events']>()
        if ('ad' in data) {
          expectTypeOf(data).toEqualTypeOf<AdEvent>()
          expectTypeOf(data.ad.pricePerUnit).toEqualTypeOf<string | null>()
        } else if (data.type === 'offer.message') {
          expectTypeOf(data.message).toEqualTypeOf<OfferMessage>()
          // @ts-expect-error: a message event has no offer
          data.offer
        } else {
          expectTypeOf(data.offer).toEqualTypeOf<Offer>()
          expectTypeOf(data.by).toEqualTypeOf<string | null>()
        }
        // @ts-expect-error: no such event
        data.type === 'offer.stolen'
      },
    })
    client.market.offers.chat.watch.subscribe(
      { offerId: 1 },
      { onData: ({ data }) => expectTypeOf(data.type).toEqualTypeOf<'offer.message'>() },
    )
  }
  expectTypeOf(subscribe).toBeFunction()
})

test('errors narrow by their code', () => {
  const handle = (error: unknown) => {
    if (isSoukError(error, 'RATE_LIMITED', 'UNAVAILABLE')) {
      expectTypeOf(error.data.soukCode).toEqualTypeOf<'RATE_LIMITED' | 'UNAVAILABLE'>()
      expectTypeOf(error.data.retryAfter).toEqualTypeOf<number | undefined>()
      expectTypeOf(error.data.fields).toEqualTypeOf<readonly FieldError[]>()
    } else if (isSoukError(error, 'RESTRICTED', 'LIMIT_EXCEEDED', 'NOT_A_PARTY')) {
      expectTypeOf(error.message).toBeString()
    } else if (isSoukError(error)) {
      expectTypeOf(error.data.soukCode).toEqualTypeOf<ErrorCode>()
    }
    // @ts-expect-error: no such code
    isSoukError(error, 'OUT_OF_COFFEE')
  }
  expectTypeOf(handle).toBeFunction()
})

describe('exported types', () => {
  test('inputs and outputs by procedure', () => {
    expectTypeOf<Inputs['trades']['create']['asset']>().toBeString()
    expectTypeOf<Inputs['trades']['create']['amount']>().toEqualTypeOf<string | number>()
    expectTypeOf<Outputs['trades']['get']>().toEqualTypeOf<Trade>()
    expectTypeOf<Outputs['trades']>().not.toHaveProperty('watch')
    expectTypeOf<Events['trades']>().not.toHaveProperty('get')
    expectTypeOf<Events['trades']['chat']['watch']['message']>().toEqualTypeOf<TradeMessage>()
  })

  test('of the market', () => {
    type NewAd = Inputs['market']['ads']['create']
    expectTypeOf<NewAd['adType']>().toEqualTypeOf<'buy' | 'sell'>()
    expectTypeOf<NewAd['priceType']>().toEqualTypeOf<'fixed' | 'floating' | undefined>()
    expectTypeOf<NewAd['cryptoAmount']>().toEqualTypeOf<string | number>()
    expectTypeOf<Outputs['market']['ads']['create']>().toEqualTypeOf<Ad>()
    expectTypeOf<Outputs['market']['offers']['list']['items']>().toEqualTypeOf<Offer[]>()
    expectTypeOf<Inputs['market']['offers']['resolve']['outcome']>().toEqualTypeOf<
      'release' | 'refund'
    >()
    expectTypeOf<Outputs['market']>().not.toHaveProperty('events')
  })

  test('of the wallet and of staff', () => {
    expectTypeOf<Outputs['wallet']['get']>().toEqualTypeOf<WalletBalance[]>()
    expectTypeOf<Inputs['wallet']['transfer']['from']>().toEqualTypeOf<'main' | 'p2p'>()
    expectTypeOf<Inputs['staff']['settings']['update']['canTradeBtc']>().toEqualTypeOf<
      boolean | undefined
    >()
    expectTypeOf<Inputs['staff']['settings']['get']['userId']>().toEqualTypeOf<string | number>()
    expectTypeOf<Outputs['staff']['settings']['get']>().toEqualTypeOf<UserSettings>()
    expectTypeOf<Outputs['staff']['limits']['set']>().toExtend<Limit>()
    expectTypeOf<Outputs['staff']['limits']['set']['awaitsConfirmation']>().toEqualTypeOf<
      true | undefined
    >()
    expectTypeOf<Outputs['staff']['audit']['list']['items']>().toEqualTypeOf<AuditEntry[]>()
    expectTypeOf<Outputs['staff']['withdrawals']['approve']>().toEqualTypeOf<WithdrawalForStaff>()
  })

  test('schemas in the same tree', () => {
    const parse = () => schemas.trades.create.parse({})
    expectTypeOf<ReturnType<typeof parse>['amount']>().toBeString()
  })
})
