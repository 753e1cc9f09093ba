import type { Coin } from '@souk/contract'

/** Coins that are to leave for a chain. */
export interface Payout {
  /** The withdrawal's id: asked again with the same id, an adapter must not send again. */
  readonly id: string
  readonly coin: Coin
  /** A decimal string. */
  readonly amount: string
  readonly address: string
}

/**
 * The way to the chains. An adapter that watches them reports what comes in to `creditDeposit`, which
 * is safe to repeat.
 */
export interface Chains {
  /** Where this user is to send their coins; null where staff tell them. Somebody waits for it. */
  depositAddress(coin: Coin, userId: number): Promise<string | null>
  /**
   * Sends coins. Called by a job, again and again while it throws.
   * @returns the chain's transaction; null where staff send the coins themselves
   */
  payOut(payout: Payout): Promise<string | null>
}

/** Without an adapter: staff watch the chains, send the coins, and enter the transactions. */
export const manualChains: Chains = {
  depositAddress: async () => null,
  payOut: async () => null,
}
