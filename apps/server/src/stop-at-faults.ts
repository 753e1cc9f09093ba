import type { Logger } from 'pino'

/**
 * What nobody caught may have left anything half done. It is logged as fatal, requests under way are
 * finished, and whoever watches over the process starts it anew.
 */
export function stopAtFaults(log: Logger, stop: () => Promise<void>): void {
  let stopping = false
  const atFault = (error: unknown, origin: string) => {
    log.fatal({ err: error, origin }, 'a fault that nobody caught: stopping')
    if (stopping) return
    stopping = true
    stop().then(
      () => process.exit(1),
      () => process.exit(1),
    )
  }
  process.on('uncaughtException', atFault)
  process.on('unhandledRejection', (error) => atFault(error, 'unhandledRejection'))
}
