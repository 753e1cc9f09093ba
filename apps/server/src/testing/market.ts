import type { Answer, HttpClient, TestUser } from './http-client.ts'

export const BANK = {
  bank_account_name: 'Amara Obi',
  bank_account_number: '0123456789',
  bank_name: 'First Bank',
}

const AD = {
  crypto_currency: 'btc',
  price_per_unit: '200',
  ad_type: 'sell',
  payment_method: 'bank_transfer',
  fiat_currency: 'usd',
  crypto_amount: '2',
  start_date: '2025-01-01',
  auto_reply_message: 'Hello, pay within the hour please',
  terms_of_trade: 'No third parties',
  additional_information: 'Usually online in the evening',
  time_to_pay: 30,
}

/** Document 2 over HTTP, for tests that need deals rather than test how they are made. */
export interface MarketClient {
  /** What `newAd` sends. */
  readonly AD: typeof AD
  /** The body of an offer of `amount` btc at 200 usd each. */
  offerOn(ad: number, amount?: string): object
  /** Makes an ad: sells 2 btc at 200 usd each, unless told otherwise. @returns its number */
  newAd(owner: Pick<TestUser, 'token'>, fields?: object): Promise<number>
  /** Makes an offer of `amount` btc at 200 usd each. @returns its number */
  newOffer(maker: TestUser, ad: number, amount?: string): Promise<number>
  /** Tries to make an offer. */
  offer(maker: TestUser, ad: number, amount?: string): Promise<Answer>
  act(verb: string, offer: number, user: TestUser, body?: object): Promise<Answer>
}

export function marketClient(souk: HttpClient): MarketClient {
  const offerOn = (ad: number, amount = '1') => {
    const fiat_amount = (Number(amount) * 200).toFixed(2)
    return { ad, currency_amount: amount, fiat_amount, ...BANK }
  }
  const offer = (maker: TestUser, ad: number, amount?: string) =>
    souk.post('/p2p/offer/create/', offerOn(ad, amount), maker.token)
  return {
    AD,
    offerOn,
    async newAd(owner, fields = {}) {
      const answer = await souk.post('/p2p/ad/', { ...AD, ...fields }, owner.token)
      return Number(/\/p2p\/ad\/detail\/(\d+)\//.exec(answer.headers.get('location') ?? '')?.[1])
    },
    async newOffer(maker, ad, amount) {
      const { body } = await offer(maker, ad, amount)
      if (!body.success) throw new Error(`no offer: ${body.message}`)
      return body.entity.id
    },
    offer,
    act: (verb, id, user, body) => souk.post(`/p2p/offer/${verb}/${id}/`, body, user.token),
  }
}
