import { type CrashData, newCrashData, type SoukProcess, spawnSouk } from './souk-process.ts'

/** A Souk on a data folder of its own, ended and started anew as often as a test likes. */
export interface LastingSouk extends SoukProcess {
  readonly data: CrashData
  /** Starts it again, where it has ended; with other settings, if any are given. */
  start(environment?: Record<string, string>): Promise<void>
  /** Ends it, and removes its data. */
  remove(): Promise<void>
}

export async function startLastingSouk(
  environment: Record<string, string> = {},
): Promise<LastingSouk> {
  const data = await newCrashData()
  const spawn = (more = {}) => spawnSouk(data.dir, { ...environment, ...more })
  let current = await spawn().catch(async (error) => {
    await data.remove()
    throw error
  })
  return {
    data,
    get http() {
      return current.http
    },
    output: () => current.output(),
    end: (signal) => current.end(signal),
    async start(more) {
      current = await spawn(more)
    },
    async remove() {
      await current.end('SIGTERM')
      await data.remove()
    },
  }
}
