import type { Letter } from '../mail/layout.ts'
import type { Templates } from '../mail/render-mail.ts'

/** To an address that somebody says is theirs. Nothing that they chose stands in it. */
function emailVerify({ code }: { code: string }): Letter {
  return {
    subject: 'Your code for Souk',
    unnamed: true,
    paragraphs: [
      'Somebody has given this e-mail address as theirs. If it was you, sign in to your account and enter this code:',
      code,
      'If it was not you, nothing is to be done: without the code the address is not theirs. Give it to nobody.',
    ],
  }
}

const IF_NOT_YOU = 'If this was not you, change your password and tell us at once.'

const twoFactorOn = (): Letter => ({
  subject: 'Two-factor authentication is on',
  paragraphs: [
    'Two-factor authentication has been turned on for your account: logging in and withdrawing take a code of your authenticator app now.',
    IF_NOT_YOU,
  ],
})

const twoFactorOff = (): Letter => ({
  subject: 'Two-factor authentication is off',
  paragraphs: ['Two-factor authentication has been turned off for your account.', IF_NOT_YOU],
})

const backupCodesRenewed = (): Letter => ({
  subject: 'You have new backup codes',
  paragraphs: [
    'New backup codes have been made for your account. Those that you had before work no more.',
    IF_NOT_YOU,
  ],
})

export const mails = {
  'email.verify': emailVerify,
  'two-factor.on': twoFactorOn,
  'two-factor.off': twoFactorOff,
  'backup-codes.renewed': backupCodesRenewed,
} satisfies Templates
