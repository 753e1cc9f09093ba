import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** A mark that some systems put before a text; nobody types it. */
const BYTE_ORDER_MARK = /^\ufeff/

/** Asks on a terminal without showing what is typed; otherwise takes the first line of the input. */
export async function readPassword(question: string): Promise<string> {
  const { stdin, stderr } = process
  if (stdin.isTTY) stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY })
  try {
    for await (const line of lines) return line.replace(BYTE_ORDER_MARK, '')
    return ''
  } finally {
    lines.close()
    if (stdin.isTTY) stderr.write('\n')
  }
}
