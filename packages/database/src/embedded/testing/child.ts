// A process of its own that starts the embedded PostgreSQL, tells its parent how that went, and
// holds the server until it gets SIGTERM. Usage: node child.ts <dir>
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../index.ts'

const messages: string[] = []

function report(outcome: object): void {
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}

try {
  const postgres = await startEmbeddedPostgres({
    dir: process.argv[2] ?? '',
    durable: false,
    onProgress: (message) => messages.push(message),
  })
  const { url, port, adopted } = postgres
  process.on('SIGTERM', () => postgres.stop())
  report({ url, port, adopted, messages })
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error
  report({ code: error.code, message: error.message, messages })
}
