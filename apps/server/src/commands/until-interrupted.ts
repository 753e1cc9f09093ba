import { ConfigError } from '../config/config.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Does a long piece of work, which ends in order when the command is interrupted. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const onSignal = () => controller.abort(new ConfigError('Interrupted: nothing was done.'))
  for (const signal of SIGNALS) process.once(signal, onSignal)
  try {
    return await work(controller.signal)
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}
