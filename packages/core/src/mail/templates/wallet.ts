import type { Letter } from '../layout.ts'

/** What the wallet's functions tell of a deposit or a withdrawal. */
export interface MovementData {
  /** An exact decimal string. */
  readonly amount: string
  readonly coin: string
  /** Why staff have rejected it, if they said so. */
  readonly reason?: string
}

const crypto = ({ amount, coin }: MovementData) => `${amount} ${coin.toUpperCase()}`

export function withdrawalRequested(data: MovementData): Letter {
  return {
    subject: `A withdrawal of ${crypto(data)} has been requested`,
    paragraphs: [
      `A withdrawal of ${crypto(data)} from your account has been requested. The amount is set aside until our staff have looked at it.`,
      'If this was not you, change your password and tell us at once.',
    ],
  }
}

export function withdrawalApproved(data: MovementData): Letter {
  return {
    subject: `Your withdrawal of ${crypto(data)} has been approved`,
    paragraphs: [`Your withdrawal of ${crypto(data)} has been approved and is on its way.`],
  }
}

export function withdrawalRejected(data: MovementData): Letter {
  return {
    subject: `Your withdrawal of ${crypto(data)} has been rejected`,
    paragraphs: [
      `Your withdrawal of ${crypto(data)} has been rejected. The amount is in your wallet again.`,
      ...(data.reason ? [`The reason: ${data.reason}`] : []),
    ],
  }
}

export function depositCredited(data: MovementData): Letter {
  return {
    subject: `${crypto(data)} have been credited to you`,
    paragraphs: [`Your deposit of ${crypto(data)} is in your main wallet.`],
  }
}
