export { createHttpRates } from './http-rates.ts'
export type { Rates } from './rates.ts'
export { createStaticRates } from './static-rates.ts'
