import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, onServer } from '@souk/database/testing'
import { pino } from 'pino'
import { type Overrides, type Souk, startSouk } from '../compose.ts'
import { readConfig } from '../config/config.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'

export const TEST_SECRET = 'a secret for tests only, thirty-two characters'

export const ADMIN = { username: 'admin', password: 'admin-password-1' }

/** A Souk of one test file's own: fresh database, free ports, real sockets. */
export interface TestSouk extends HttpClient {
  readonly souk: Souk
  readonly databaseUrl: string
  readonly chatUrl: string
  readonly dataDir: string
  /** Runs SQL behind Souk's back. */
  sql(text: string): Promise<unknown[]>
  stop(): Promise<void>
}

export async function startTestSouk(
  environment: Record<string, string> = {},
  overrides: Overrides = {},
  log = pino({ level: process.env.LOG_LEVEL ?? 'error' }),
): Promise<TestSouk> {
  const { url: databaseUrl, drop } = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'souk-data-'))
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: TEST_SECRET,
    SANDBOX: 'on',
    RATE_LIMIT_ANONYMOUS: 'off',
    RATE_LIMIT_AUTHENTICATED: 'off',
    RATE_LIMIT_CHAT: 'off',
    HOST: '127.0.0.1',
    PORT: '0',
    TRADE_CHAT_PORT: '0',
    ADMIN_USERNAME: ADMIN.username,
    ADMIN_PASSWORD: ADMIN.password,
    ...environment,
  })
  const souk = await startSouk(config, log, overrides)
  return {
    ...createHttpClient(`http://127.0.0.1:${souk.port}`),
    souk,
    databaseUrl,
    dataDir,
    sql: (text) => onServer(databaseUrl, (run) => run(text)),
    chatUrl: `ws://127.0.0.1:${souk.tradeChatPort}`,
    async stop() {
      await souk.stop()
      await drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
