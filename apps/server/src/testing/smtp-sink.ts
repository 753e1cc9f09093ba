import { once } from 'node:events'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail as it came over the wire. */
export interface ReceivedMail {
  readonly id: string
  readonly to: string
  readonly raw: string
}

/** What the server does with a mail: takes it, or refuses it with a code. */
export type Verdict = 'take' | number

/** A verdict that never comes. */
export const HANG = new Promise<never>(() => {})

/** A real mail server for one test. */
export interface SmtpSink {
  readonly port: number
  readonly url: string
  /** What it has taken. */
  readonly mails: ReceivedMail[]
  /** How often it was asked to take something. */
  tries(): number
  /** Decides about each mail by its recipient, before its text. */
  judge: (recipient: string) => Verdict | Promise<Verdict>
  /** Cuts every connection, as the end of the process would, and listens no more. */
  kill(): Promise<void>
}

export async function startSmtpSink(port = 0): Promise<SmtpSink> {
  let tries = 0
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    async onRcptTo({ address }, _session, done) {
      tries += 1
      const verdict = await sink.judge(address)
      if (verdict === 'take') done()
      else done(Object.assign(new Error('not now'), { responseCode: verdict }))
    },
    onData(stream, { envelope }, done) {
      // A sender killed half way rejects this: its mail was never taken.
      void text(stream)
        .then((raw) => {
          const id = /^message-id: <(.+)>/im.exec(raw)?.[1] ?? ''
          mails.push({ id, to: envelope.rcptTo[0]?.address ?? '', raw })
        })
        .then(() => done(), done)
    },
  })
  server.on('error', () => {}) // a connection that a test has cut
  const listening = server.listen(port, '127.0.0.1')
  const sockets = new Set<Socket>()
  listening.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await once(listening, 'listening')
  const address = listening.address()
  const at = typeof address === 'object' && address ? address.port : 0
  const sink: SmtpSink = {
    port: at,
    url: `smtp://127.0.0.1:${at}`,
    mails,
    tries: () => tries,
    judge: () => 'take',
    async kill() {
      const closed = once(listening, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
  return sink
}
