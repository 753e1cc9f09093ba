import type { Inbox } from './inbox.ts'

/** What is shown when a socket is opened, so that it is known whose it is. */
export type Shown = Readonly<Record<string, string>>

export interface Acknowledgement {
  readonly success: boolean
}

/** A socket that is open. */
export interface Line {
  /** Sends a message. @returns what went over the line */
  tell(name: string, payload: unknown): unknown
  /** The same, where the protocol acknowledges. @returns the acknowledgement */
  readonly ask?: (name: string, payload: unknown) => Promise<Acknowledgement>
  close(): Promise<void>
}

/** Opens a socket of one kind; what is heard there goes into the inbox. */
export type Door = (url: string, shown: Shown, inbox: Inbox) => Promise<Line>
