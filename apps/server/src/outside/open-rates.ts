import { createHttpRates, createStaticRates, type Rates } from '@souk/core'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'

/** The operator's source of rates; without one, plausible ones in the sandbox and none elsewhere. */
export function openRates(
  { RATES_URL: url, RATES_MAX_AGE: seconds, sandbox }: Config,
  clock: () => Date,
  log: Logger,
): Rates {
  if (url === undefined) return createStaticRates(sandbox ? undefined : {})
  return createHttpRates({
    url,
    fetch,
    clock,
    maxAge: seconds * 1000,
    onError: (error) => log.warn({ err: error }, 'no new rates could be had'),
  })
}
