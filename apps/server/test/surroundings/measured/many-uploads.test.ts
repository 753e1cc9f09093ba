import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginUpload, formOf, pdfOf, sendFile } from '../../../src/testing/files.ts'
import { type LastingSouk, startLastingSouk } from '../../../src/testing/lasting-souk.ts'

const MIB = 1024 * 1024
const METRICS_TOKEN = 'a token for the measurements'
const UNLIMITED = {
  RATE_LIMIT_ANONYMOUS: 'off',
  RATE_LIMIT_AUTHENTICATED: 'off',
  RATE_LIMIT_CHAT: 'off',
}

let souk: LastingSouk

beforeAll(async () => {
  souk = await startLastingSouk({ METRICS_TOKEN, ...UNLIMITED })
}, 60_000)
afterAll(() => souk?.remove())

async function memory(): Promise<number> {
  const { body } = await souk.http.get('/metrics', METRICS_TOKEN)
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(body)?.[1])
}

const incoming = () => readdir(join(souk.data.dir, 'incoming')).catch(() => [])

test('as many uploads of 10 MiB as an address may send at once are not held in memory, and all of them arrive', async () => {
  const users = await Promise.all(Array.from({ length: 8 }, (_, n) => souk.http.signUp(`user${n}`)))
  const { token } = await souk.http.signUp('first')
  await sendFile(souk.http.url, { content: pdfOf(10 * MIB) }, { token })
  const before = await memory()
  const form = formOf({ content: pdfOf(10 * MIB) })
  const sockets = await Promise.all(
    users
      .flatMap((user) => [user, user, user, user])
      .map((user) => beginUpload(souk.http.url, user.token, { length: form.length, part: form })),
  )
  const answers = Promise.all(sockets.map(statusOf))
  const most = await mostUntil(answers)
  expect(await answers).toEqual(Array(32).fill('201'))
  expect(most.together).toBeGreaterThan(24)
  // They are 320 MiB; some pieces wait to be collected.
  expect(most.memory - before).toBeLessThan(160 * MIB)
  expect(await incoming()).toEqual([])
}, 120_000)

async function statusOf(socket: Socket): Promise<string> {
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer).slice(9, 12)
}

/** How much memory is used, and how many files come in together, at most until something is done. */
async function mostUntil(done: Promise<unknown>): Promise<{ memory: number; together: number }> {
  const most = { memory: 0, together: 0 }
  let isDone = false
  void done.finally(() => {
    isDone = true
  })
  while (!isDone) {
    most.memory = Math.max(most.memory, await memory())
    most.together = Math.max(most.together, (await incoming()).length)
  }
  return most
}

test('a process that is killed in the middle leaves no file that would be given out', async () => {
  const { token } = await souk.http.signUp('last')
  const form = formOf({ content: pdfOf(2 * MIB) })
  const part = form.subarray(0, MIB)
  const socket = await beginUpload(souk.http.url, token, { length: form.length, part })
  await expect.poll(incoming).toHaveLength(1)
  await souk.end('SIGKILL')
  socket.destroy()
  await souk.start()
  const { body } = await sendFile(souk.http.url, { content: pdfOf(2 * MIB) }, { token })
  expect(body.entity.size).toBe(2 * MIB)
}, 60_000)
