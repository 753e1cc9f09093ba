import type { World } from '../../world.ts'
import type { People } from '../people.ts'
import { watch } from './watch.ts'

const AD = {
  crypto_currency: 'usdt',
  price_per_unit: '1.02',
  ad_type: 'sell',
  payment_method: 'bank_transfer',
  fiat_currency: 'usd',
  crypto_amount: '200',
}

/** Bisi buys on the market of Ada: on document 2’s socket, and for the SDK. */
export async function tellOfMarketLive({ seats }: World, { ada, bisi }: People): Promise<void> {
  await ada.quietly('market.ads.create', { body: AD })
  const [ad] = await ada.quietly('market.ads.mine', { query: { status: 'active' } })
  const selling = await seats.sit('marketFeed', { token: ada.token })
  const buying = await seats.sit('marketFeed', { token: bisi.token })
  const adas = await seats.sit('trpc', { token: ada.token })
  const bisis = await seats.sit('trpc', { token: bisi.token })
  await watch(adas, 'market.events', 'Ada watches what happens on the market')
  await watch(bisis, 'me.events', 'Bisi watches everything that concerns them')

  const body = { ad: ad.id, currency_amount: '100', fiat_amount: '102.00' }
  const { id } = await bisi.quietly('market.offers.create', { body })
  await selling.hears('ad_interest', 'Bisi makes an offer on an ad of Ada’s')
  await adas.hears('market.events', 'Bisi makes an offer on an ad of Ada’s')
  await bisis.hears('me.events', 'The offer is made')
  const about = { offerId: id }
  await watch(adas, 'market.offers.chat.watch', 'Ada watches the chat of an offer', about)
  await bisi.quietly('market.offers.chat.send', {
    path: { offer_id: id },
    body: { message: 'The transfer is on its way.' },
  })
  await adas.hears('market.offers.chat.watch', 'Bisi has written')
  const path = { id }
  await bisi.quietly('market.offers.pay', { path })
  await selling.hears('payment_indication', 'Bisi has paid')
  await ada.quietly('market.offers.release', { path })
  await buying.hears('funds_released', 'Ada has released')
  const another = await bisi.quietly('market.offers.create', { body })
  await bisi.quietly('market.offers.cancel', { path: { id: another.id } })
  await selling.hears('offer_cancel', 'Bisi has cancelled another offer')
  await Promise.all([selling, buying, adas, bisis].map((seat) => seat.leaves()))
}
