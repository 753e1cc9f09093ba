export { createHttpRates, type HttpRatesOptions } from './http-rates.ts'
export type { Rates } from './rates.ts'
export { createStaticRates, type RateTable } from './static-rates.ts'
