import { WALLET_EVENTS, type WalletEvent, type WalletTransfer } from '@souk/contract'
import type { LoggedEvent } from '../events/read-events.ts'
import { isoTime } from '../iso-time.ts'
import {
  type DepositRow,
  depositOf,
  type WithdrawalRow,
  walletTransferOf,
  withdrawalOf,
} from './wallet-of.ts'

type Types<Of extends keyof typeof WALLET_EVENTS> = (typeof WALLET_EVENTS)[Of][number]

const isOf = <Of extends keyof typeof WALLET_EVENTS>(of: Of, type: string): type is Types<Of> =>
  (WALLET_EVENTS[of] as readonly string[]).includes(type)

/** An entry of a user's stream that concerns their wallets, as the contract shows it. */
export function walletEventOf({ type, data, at }: LoggedEvent): WalletEvent | undefined {
  const moment = isoTime(at)
  if (isOf('transfer', type)) {
    return { type, at: moment, transfer: walletTransferOf(data as WalletTransfer) }
  }
  if (isOf('deposit', type)) {
    return { type, at: moment, deposit: depositOf(data as DepositRow) }
  }
  if (isOf('withdrawal', type)) {
    return { type, at: moment, withdrawal: withdrawalOf(data as WithdrawalRow) }
  }
  return undefined
}
