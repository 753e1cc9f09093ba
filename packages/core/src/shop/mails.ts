import type { Letter } from '../mail/layout.ts'
import type { Templates } from '../mail/render-mail.ts'

function payoutAddressSet({ address }: { address: string }): Letter {
  return {
    subject: 'Your payout address has been set',
    paragraphs: [
      'This is the address that you want to be paid to now:',
      address,
      'If this was not you, change your password and tell us at once.',
    ],
  }
}

export const mails = { 'payout-address.set': payoutAddressSet } satisfies Templates
