import { setFlagsFromString } from 'node:v8'
import { EmbeddedPostgresError } from '@souk/database'
import { pino } from 'pino'
import { banner } from './banner.ts'
import { startSouk } from './compose.ts'
import { ConfigError, readConfig } from './config/config.ts'
import { whenLeftAlone } from './parents.ts'
import { stopAtFaults } from './stop-at-faults.ts'
import { stopWhenAsked } from './stop-when-asked.ts'

// Where V8 has seen objects survive, it makes the next ones where only a full collection clears them
// away. Of a request nothing survives, so all that would do is let memory grow.
setFlagsFromString('--no-allocation-site-pretenuring')

/** Starts Souk, and stops it in order when asked to. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = pino({ level: config.LOG_LEVEL })
  const souk = await startSouk(config, log, {
    onProgress: (message) => say(`  ${message}\n`),
    onLost: fail,
  })
  say(banner(souk, config, Math.round(performance.now())))

  const stop = stopWhenAsked(souk, log, process.exit)
  process.on('SIGTERM', stop.onSignal)
  process.on('SIGINT', stop.onSignal)
  stopAtFaults(log, () => souk.stop())
  whenLeftAlone(stop.onLeftAlone)
}

function say(text: string): void {
  process.stdout.write(text)
}

/** Says what has gone wrong, and ends. */
function fail(error: unknown): void {
  const expected = error instanceof ConfigError || error instanceof EmbeddedPostgresError
  process.stderr.write(`${expected ? error.message : ((error as Error).stack ?? error)}\n`)
  process.exit(1)
}

main().catch(fail)
