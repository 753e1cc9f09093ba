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

export const mails = { 'email.verify': emailVerify } satisfies Templates
