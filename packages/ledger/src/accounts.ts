/** The wallets each user has for every coin. Escrow is paid from and into `p2p`. */
export const WALLETS = ['main', 'p2p'] as const
export type Wallet = (typeof WALLETS)[number]

/** The house's own accounts. Their balance is the sum of their transfers and may be negative. */
export type HouseAccount = 'faucet' | 'fees' | 'deposits' | 'withdrawals'
