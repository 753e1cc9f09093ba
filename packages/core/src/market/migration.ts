import { sqlMigration } from '@souk/database'
import { ADS } from './schema/ads.ts'
import { DISPUTES } from './schema/disputes.ts'
import { OFFERS } from './schema/offers.ts'
import { TABLES } from './schema/tables.ts'
import { VIEWS } from './schema/views.ts'

/** The P2P market: ads, the offers on them, disputes and ratings. */
export const createMarket = sqlMigration(
  'Migration20261120000011_market',
  [TABLES, VIEWS, ADS, OFFERS, DISPUTES].join('\n'),
)
