import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schema } from '@souk/core'
import { connectDatabase, startEmbeddedPostgres } from '@souk/database'
import { Pool } from 'pg'
import { Agent, request } from 'undici'

/** A PostgreSQL of the bench's own, as durable as a real one, and the servers it starts on it. */
export interface World {
  readonly databaseUrl: string
  readonly pool: Pool
  startSouk(environment?: Record<string, string>): Promise<RunningSouk>
  close(): Promise<void>
}

export interface Account {
  readonly id: number
  readonly token: string
}

export interface RunningSouk {
  readonly url: string
  readonly process: ChildProcess
  post(path: string, token?: string, body?: object): Promise<unknown>
  get(path: string, token?: string): Promise<unknown>
  /** Registers and logs in. */
  signUp(name: string): Promise<Account>
  stop(): Promise<void>
}

const MAIN = new URL('../../../apps/server/src/main.ts', import.meta.url).pathname

export async function openWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'souk-bench-'))
  const postgres = await startEmbeddedPostgres({ dir })
  const database = await connectDatabase({ url: postgres.url, schema })
  await database.migrate()
  await database.close()
  const pool = new Pool({ connectionString: postgres.url, max: 16 })
  const running = new Set<RunningSouk>()
  return {
    databaseUrl: postgres.url,
    pool,
    async startSouk(environment = {}) {
      const souk = await spawnSouk({ DATABASE_URL: postgres.url, DATA_DIR: dir, ...environment })
      running.add(souk)
      return souk
    },
    async close() {
      for (const souk of running) await souk.stop()
      await pool.end()
      await postgres.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function spawnSouk(environment: Record<string, string>): Promise<RunningSouk> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      TRADE_CHAT_PORT: '0',
      SECRET_KEY: 'a secret for the bench alone, 32 characters',
      SANDBOX: 'on',
      RATE_LIMIT_ANONYMOUS: 'off',
      RATE_LIMIT_AUTHENTICATED: 'off',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await urlFromBanner(child)
  const agent = new Agent({ connections: 256, pipelining: 1 })
  const call = async (method: 'GET' | 'POST', path: string, token?: string, body?: object) => {
    const answer = await request(url + path, {
      method,
      dispatcher: agent,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (answer.statusCode >= 300) throw new Error(`${path}: ${await answer.body.text()}`)
    return answer.body.json()
  }
  const souk: RunningSouk = {
    url,
    process: child,
    post: (path, token, body) => call('POST', path, token, body),
    get: (path, token) => call('GET', path, token),
    async signUp(username) {
      const account = { username, password: `${username}-secret` }
      const { id } = (await souk.post('/register', undefined, account)) as { id: number }
      const { token } = (await souk.post('/login', undefined, account)) as { token: string }
      return { id, token }
    },
    async stop() {
      if (child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      await agent.close()
    },
  }
  return souk
}

function urlFromBanner(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += chunk
      const url = /API +http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (url) resolve(`http://127.0.0.1:${url}`)
    })
    child.once('exit', (code) => reject(new Error(`Souk stopped with ${code}: ${said}`)))
  })
}
