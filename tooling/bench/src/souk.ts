import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, FormData, request } from 'undici'
import type { Cleanup } from './cleanup.ts'

export interface Account {
  readonly id: number
  readonly token: string
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A Souk in a process of its own. */
export interface RunningSouk {
  readonly url: string
  readonly process: ChildProcess
  call(method: Method, path: string, token?: string, body?: object): Promise<unknown>
  post(path: string, token?: string, body?: object): Promise<unknown>
  get(path: string, token?: string): Promise<unknown>
  /** Registers and logs in. */
  signUp(name: string): Promise<Account>
  stop(): Promise<void>
}

const MAIN = new URL('../../../apps/server/src/main.ts', import.meta.url).pathname

/** Starts Souk like anybody starts it, with rate limits off, and waits until it is ready. */
export async function spawnSouk(
  environment: Record<string, string>,
  cleanup: Cleanup,
): Promise<RunningSouk> {
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
      RATE_LIMIT_CHAT: 'off',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Out of reach of a Ctrl-C, which would hit it twice: told so twice, it would not stop in order.
    detached: true,
  })
  const agent = new Agent({ connections: 256, pipelining: 1 })
  const gone = once(child, 'exit')
  const stop = cleanup.add(async () => {
    // Open connections would be waited for.
    await agent.destroy()
    child.kill('SIGTERM')
    await gone
  })
  const url = await urlFromBanner(child)
  return { url, process: child, ...callsTo(url, agent), stop }
}

/** Files come in forms. */
const isForm = (body: object): body is FormData => body instanceof FormData

function callsTo(url: string, dispatcher: Agent) {
  const call = async (method: Method, path: string, token?: string, body?: object) => {
    const answer = await request(url + path, {
      method,
      dispatcher,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body && !isForm(body) && { 'content-type': 'application/json' }),
      },
      ...(body && { body: isForm(body) ? body : JSON.stringify(body) }),
    })
    if (answer.statusCode >= 300) {
      throw new Error(`${method} ${path}: ${answer.statusCode} ${await answer.body.text()}`)
    }
    const isJson = String(answer.headers['content-type']).startsWith('application/json')
    return isJson ? answer.body.json() : answer.body.dump()
  }
  const post = (path: string, token?: string, body?: object) => call('POST', path, token, body)
  return {
    call,
    post,
    get: (path: string, token?: string) => call('GET', path, token),
    async signUp(username: string) {
      const account = { username, password: `${username}-secret` }
      const { id } = (await post('/register', undefined, account)) as { id: number }
      const { token } = (await post('/login', undefined, account)) as { token: string }
      return { id, token }
    },
  }
}

function urlFromBanner(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += chunk
      const url = /API +http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (url) resolve(`http://127.0.0.1:${url}`)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Souk stopped with ${code}: ${said}`)))
  })
}
