import { setTimeout as delay } from 'node:timers/promises'

import { type Access, errorCode, probe } from './connection.ts'
import type { Context } from './context.ts'
import { findPostmaster, type Postmaster } from './postmaster.ts'
import { type StopPatience, stopServer } from './server.ts'

/** "The database system is starting up", or shutting down. */
const BUSY = '57P03'

export interface AdoptPatience extends StopPatience {
  /** How long a server may be silent. */
  readonly silentMs: number
  /** How long a server may say that it is starting or stopping. */
  readonly busyMs: number
}

const PATIENCE: AdoptPatience = {
  silentMs: 5000,
  busyMs: 240_000,
  fastSeconds: 15,
  immediateSeconds: 5,
}

/**
 * Takes over the server that already runs on the folder. One that does not answer is stopped.
 * Undefined: no server runs (any more), start one.
 */
export async function adopt(
  context: Context,
  password: string,
  patience: AdoptPatience = PATIENCE,
): Promise<Postmaster | undefined> {
  const begin = Date.now()
  let heardOf = begin
  for (;;) {
    const running = await findPostmaster(context.folder)
    if (!running) return undefined
    const answer = await ask({ port: running.port, password }, patience.silentMs)
    if (answer === 'ready') return running
    const now = Date.now()
    if (answer === 'busy') heardOf = now
    if (now - heardOf > patience.silentMs || now - begin > patience.busyMs) {
      context.onProgress('Stopping a PostgreSQL server that does not answer…')
      await stopServer(context, running, patience)
      return undefined
    }
    await delay(50)
  }
}

async function ask(access: Access, timeout: number): Promise<'ready' | 'busy' | 'silent'> {
  try {
    await probe(access, timeout)
    return 'ready'
  } catch (error) {
    return errorCode(error) === BUSY ? 'busy' : 'silent'
  }
}
