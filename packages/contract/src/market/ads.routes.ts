import { z } from 'zod'
import { mutation, query } from '../define.ts'
import { amount, coin, fiat, id, pageFields, pageOf, paymentMethod } from '../fields.ts'
import { AD_SORTS, AD_STATUSES, AD_TYPES, Ad, AdInDocument2 } from './ad.ts'
import { NewAd } from './new-ad.ts'

export const ads = {
  create: mutation({
    access: 'user',
    summary: 'Advertise buying or selling a coin',
    description:
      'A sell ad holds its whole amount from the p2p wallet. One whose end has passed is expired at once. The `Location` header says where the new ad is.',
    input: NewAd,
    output: Ad,
    errors: ['INSUFFICIENT_FUNDS', 'COIN_DISABLED', 'RESTRICTED', 'LIMIT_EXCEEDED', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/p2p/ad/',
        dialect: 'entity',
        message: 'Ad created successfully',
        view: z.null(),
        location: '/p2p/ad/detail/{id}/',
      },
    ],
  }),
  get: query({
    access: 'user',
    summary: 'Show one ad',
    description: 'Whatever its status. A floating price is that of the moment.',
    input: z.object({ id: id() }),
    output: Ad,
    errors: ['NOT_FOUND'],
    rest: [{ method: 'GET', path: '/p2p/ad/detail/{id}', dialect: 'entity', view: AdInDocument2 }],
  }),
  list: query({
    access: 'user',
    summary: 'Browse the ads that are open to offers',
    description:
      'Their owner’s own too. An ad that has not begun, whose coin is switched off, or whose owner is banned or may not deal in it, is left out; floating prices are those of the moment.',
    input: z.object({
      adType: z.enum(AD_TYPES).optional().describe('`sell`: ads to buy from.'),
      cryptoCurrency: coin().optional(),
      fiatCurrency: fiat().optional(),
      paymentMethod: paymentMethod().optional(),
      fiatAmount: amount()
        .optional()
        .describe('Only ads that take an offer worth so much, in the fiat currency.'),
      sort: z
        .enum(AD_SORTS)
        .default('newest')
        .describe(
          '`price`: the cheapest first, `-price`: the dearest. Ads without a current price come last.',
        ),
      ...pageFields(),
    }),
    output: pageOf(Ad),
    rest: [{ method: 'GET', path: '/p2p/ads/', dialect: 'entity', view: pageOf(AdInDocument2) }],
  }),
  mine: query({
    access: 'user',
    summary: 'List the caller’s ads, newest first',
    description: 'Whatever their status.',
    input: z.object({
      status: z.enum(AD_STATUSES).optional().describe('Only ads that stand so.'),
      ...pageFields(),
    }),
    output: pageOf(Ad),
    rest: [
      { method: 'GET', path: '/p2p/ads/mine/', dialect: 'entity', view: pageOf(AdInDocument2) },
    ],
  }),
  close: mutation({
    access: 'user',
    summary: 'Close an ad',
    description:
      'Its owner, or staff. It takes no more offers, and gives back what is not reserved. Offers under way run on.',
    input: z.object({ id: id() }),
    output: Ad,
    errors: ['NOT_FOUND', 'NOT_A_PARTY', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/p2p/ad/close/{id}/',
        dialect: 'entity',
        message: 'Ad closed successfully',
        view: AdInDocument2,
        statuses: { NOT_FOUND: 400 },
      },
    ],
  }),
}
