import { type Access, SECRETS, type Sides, type World } from './access.ts'

/** An offer in some state, on an ad of its own. */
async function deal({ souk, market, people }: World, sides: Sides, status: string) {
  const { seller, buyer } = sides
  const ad = await market.newAd(seller, { crypto_amount: '0.02' })
  const offer = await market.newOffer(buyer, ad, '0.01')
  await souk.post(`/p2p/offer/${offer}/messages/`, { message: SECRETS.chat }, seller.token)
  if (status === 'paid' || status === 'disputed') await market.act('paid', offer, buyer)
  if (status === 'released') await market.act('release', offer, seller)
  if (status === 'disputed') {
    await market.act('dispute', offer, buyer, { reason: SECRETS.reason })
    const file = `/p2p/offer/${offer}/dispute/statements/`
    await souk.post(file, { statement: SECRETS.statement }, seller.token)
    await souk.post(`/exec/disputes/${offer}/notes/`, { note: SECRETS.note }, people.staff.token)
  }
  return { ad, offer }
}

export const marketAccess: Access = {
  matrix: `
operation                on       | stranger | seller | buyer | staff | staff seller | staff buyer
market.ads.create        nothing  | +        | +      | +     | +     | +            | +
market.ads.get           ad       | +        | +      | +     | +     | +            | +
market.ads.list          ad       | +        | +      | +     | +     | +            | +
market.ads.mine          ad       | +        | +      | +     | +     | +            | +
market.ads.close         ad       | party    | +      | party | +     | +            | +
market.offers.create     ad       | +        | own    | +     | +     | own          | +
market.offers.get        pending  | missing  | +      | +     | +     | +            | +
market.offers.list       pending  | +        | +      | +     | +     | +            | +
market.offers.pay        pending  | party    | party  | +     | party | party        | +
market.offers.cancel     pending  | party    | party  | +     | party | party        | +
market.offers.release    pending  | party    | +      | party | party | +            | party
market.offers.dispute    paid     | party    | +      | +     | party | +            | +
market.offers.resolve    disputed | staff    | staff  | staff | +     | party        | party
market.offers.rate       released | party    | +      | +     | party | +            | +
market.offers.chat.send  pending  | missing  | +      | +     | +     | +            | +
market.offers.chat.list  pending  | missing  | +      | +     | +     | +            | +
market.offers.chat.markRead pending | missing | +   | +     | +     | +            | +
market.offers.chat.watch pending  | missing  | +      | +     | +     | +            | +
market.disputes.get      disputed | missing  | +      | +     | +     | +            | +
market.disputes.state    disputed | party    | +      | +     | +     | +            | +
market.disputes.list     disputed | staff    | staff  | staff | +     | +            | +
market.disputes.assign   disputed | staff    | staff  | staff | +     | party        | party
market.disputes.note     disputed | staff    | staff  | staff | +     | party        | party
market.events            nothing  | +        | +      | +     | +     | +            | +
`,
  inputs: {
    'market.ads.create': () => ({
      cryptoCurrency: 'btc',
      pricePerUnit: '200',
      adType: 'buy',
      paymentMethod: 'cash',
      fiatCurrency: 'usd',
      cryptoAmount: '0.01',
    }),
    'market.ads.get': ({ ad }) => ({ id: ad }),
    'market.ads.close': ({ ad }) => ({ id: ad }),
    'market.offers.create': ({ ad }) => ({ ad, currencyAmount: '0.01', fiatAmount: '2.00' }),
    'market.offers.dispute': ({ offer }) => ({ id: offer, reason: SECRETS.reason }),
    'market.offers.resolve': ({ offer }) => ({ id: offer, outcome: 'refund' }),
    'market.offers.rate': ({ offer }) => ({ id: offer, positive: true }),
    'market.offers.chat.send': ({ offer }) => ({ offerId: offer, message: SECRETS.chat }),
    'market.offers.chat.list': ({ offer }) => ({ offerId: offer }),
    'market.offers.chat.markRead': ({ offer }) => ({ offerId: offer }),
    'market.offers.chat.watch': ({ offer }) => ({ offerId: offer }),
    'market.disputes.get': ({ offer }) => ({ offerId: offer }),
    'market.disputes.state': ({ offer }) => ({ offerId: offer, statement: SECRETS.statement }),
    'market.disputes.assign': ({ offer }, _, people) => ({ id: offer, userId: people.staff.id }),
    'market.disputes.note': ({ offer }) => ({ id: offer, note: SECRETS.note }),
  },
  targets: {
    ad: async ({ market }, { seller }) => ({
      ad: await market.newAd(seller, { crypto_amount: '0.02' }),
    }),
    pending: (world, sides) => deal(world, sides, 'pending'),
    paid: (world, sides) => deal(world, sides, 'paid'),
    released: (world, sides) => deal(world, sides, 'released'),
    disputed: (world, sides) => deal(world, sides, 'disputed'),
  },
}
