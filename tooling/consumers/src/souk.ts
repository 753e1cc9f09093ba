import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './packages.ts'

/** A Souk of its own process, on an empty database. */
export interface RunningSouk {
  readonly url: string
  stop(): Promise<void>
}

const READY = /API\s+(http:\S+)/

export function startSouk(dataDir: string): Promise<RunningSouk> {
  const child = spawn(process.execPath, [join(ROOT, 'apps/server/src/main.ts')], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      TRADE_CHAT_PORT: '0',
      RATE_LIMIT_ANONYMOUS: 'off',
      RATE_LIMIT_AUTHENTICATED: 'off',
      RATE_LIMIT_CHAT: 'off',
      SANDBOX: 'on',
      WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
      LOG_LEVEL: 'error',
    },
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return new Promise((resolve, reject) => {
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk
      const [, url] = READY.exec(output) ?? []
      if (url) resolve({ url, stop })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', reject)
    void ended.then(() => reject(new Error(`Souk did not start:\n${output}`)))
  })
}
