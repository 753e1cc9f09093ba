/**
 * Rejects once the bench is asked to stop, or something fails where nobody waits for it. From now on
 * neither ends the process by itself, however often it comes.
 */
export function interrupted(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        process.stderr.write(`${signal}: stopping what was started …\n`)
        reject(`stopped by ${signal}`)
      })
    }
    process.on('uncaughtException', reject)
  })
}
