import type { Coin } from '@souk/contract'

/** What the operator decides once, at start. */
export interface Settings {
  /** Signs access tokens and seals stored answers. */
  readonly secretKey: Uint8Array
  /** Credit new accounts with play money. */
  readonly sandbox: boolean
  /** Whether an e-mail address has to be verified before it counts as its user's. */
  readonly emailVerification: boolean
  /** What the house keeps of a released amount, in percent, as a decimal string. */
  readonly feePercent: string
  /** Withdrawals of more than this need two members of staff, by coin, as decimal strings. */
  readonly secondApprovalAbove: Readonly<Partial<Record<Coin, string>>>
  /** Trades taken, offers made and ads that somebody may have at a time, each; null for any number. */
  readonly dealCaps: { readonly new: number; readonly proven: number } | null
  /** What a deal must be worth for its ratings to count, in US dollars, as a decimal string. */
  readonly ratingMinimum: string
}
