import { Address, NETWORK } from '@scure/btc-signer'

/** Another address of Bitcoin each time: what goes to one adds up. */
export function newBtcAddress(): string {
  const hash = crypto.getRandomValues(new Uint8Array(20))
  return Address(NETWORK).encode({ type: 'wpkh', hash })
}
