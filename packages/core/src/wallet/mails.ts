import type { Letter } from '../mail/layout.ts'
import type { Templates } from '../mail/render-mail.ts'

/** What the wallet's functions tell of a deposit or a withdrawal. */
interface MovementData {
  /** An exact decimal string. */
  readonly amount: string
  readonly coin: string
  /** Why staff have rejected it, if they said so. */
  readonly reason?: string
}

const crypto = ({ amount, coin }: MovementData) => `${amount} ${coin.toUpperCase()}`

function withdrawalRequested(data: MovementData): Letter {
  return {
    subject: `A withdrawal of ${crypto(data)} has been requested`,
    paragraphs: [
      `A withdrawal of ${crypto(data)} from your account has been requested. The amount is set aside until our staff have looked at it.`,
      'If this was not you, change your password and tell us at once.',
    ],
  }
}

function withdrawalApproved(data: MovementData): Letter {
  return {
    subject: `Your withdrawal of ${crypto(data)} has been approved`,
    paragraphs: [`Your withdrawal of ${crypto(data)} has been approved and is on its way.`],
  }
}

function withdrawalRejected(data: MovementData): Letter {
  return {
    subject: `Your withdrawal of ${crypto(data)} has been rejected`,
    paragraphs: [
      `Your withdrawal of ${crypto(data)} has been rejected. The amount is in your wallet again.`,
      ...(data.reason ? [`The reason: ${data.reason}`] : []),
    ],
  }
}

function depositCredited(data: MovementData): Letter {
  return {
    subject: `${crypto(data)} have been credited to you`,
    paragraphs: [`Your deposit of ${crypto(data)} is in your main wallet.`],
  }
}

/** What is mailed of deposits and withdrawals, by the name of what has happened. */
export const mails = {
  'withdrawal.requested': withdrawalRequested,
  'withdrawal.approved': withdrawalApproved,
  'withdrawal.rejected': withdrawalRejected,
  'deposit.credited': depositCredited,
} satisfies Templates
