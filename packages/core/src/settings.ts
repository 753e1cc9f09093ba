/** What the operator decides once, at start. */
export interface Settings {
  /** Signs access tokens and seals stored answers. */
  readonly secretKey: Uint8Array
  /** Credit new accounts with play money. */
  readonly sandbox: boolean
  /** What the house keeps of a released amount, in percent, as a decimal string. */
  readonly feePercent: string
}
