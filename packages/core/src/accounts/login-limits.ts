/** How many guesses there are, and who waits for how long. */
export const LOGIN_LIMITS = {
  /** Milliseconds for which a failure counts. */
  window: 15 * 60_000,
  /** Failures at one account from one address. */
  pair: 8,
  /** Failures at one account, and from one address, beyond which strangers wait. */
  account: 8,
  address: 50,
  /** Milliseconds of waiting for each failure more, and at most. */
  step: 500,
  longestWait: 20_000,
} as const
