import type { AddressInfo, Server as AnyServer } from 'node:net'
import { type Config, ConfigError } from './config/config.ts'

/**
 * Starts listening, on all interfaces of both IP versions unless a host is named. @returns the port.
 * Rejects when the port is taken.
 */
export function listen(server: AnyServer, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Somebody else has the port. */
export class PortTaken extends ConfigError {}

type Names = 'PORT' | 'TRADE_CHAT_PORT'

/**
 * Listens where the operator wants.
 * @returns the port
 * @throws ConfigError naming the variable that makes it impossible
 */
export async function listenOn(
  server: AnyServer,
  name: Names,
  config: Pick<Config, Names | 'HOST'>,
): Promise<number> {
  const { HOST: host, [name]: port } = config
  try {
    return await listen(server, port, host)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new PortTaken(`Port ${port} is taken: stop what uses it, or set ${name}.`)
    }
    if (code === 'EACCES') {
      throw new ConfigError(`${name}: this user may not listen on port ${port}: set another.`)
    }
    if (host === undefined || !NOT_OURS.test(code)) throw error
    throw new ConfigError(
      `HOST: ${host} is no address of this machine (${code}).\n` +
        '  Set one, such as 127.0.0.1 or ::1, or leave it out to listen on all.',
    )
  }
}

/** Nobody knows the name, or it is somebody else's. */
const NOT_OURS = /^(ENOTFOUND|EAI_|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL)/
