/** One mail as it leaves Souk. */
export interface Mail {
  /** The same at every try to deliver it: the Message-ID is made of it. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Hands mail to a mail server. */
export interface Mailer {
  /**
   * Resolves once the server has taken the mail.
   * @throws MailRefused when the server does not want it, anything else when it is worth another try
   */
  send(mail: Mail): Promise<void>
}

/** The server has refused this mail for good: the address does not exist, or takes no mail of ours. */
export class MailRefused extends Error {}
