import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginUpload, formOf, pdfOf, sendFile } from '../../src/testing/files.ts'
import { type LastingSouk, startLastingSouk } from '../../src/testing/lasting-souk.ts'

const MIB = 1024 * 1024
const METRICS_TOKEN = 'a token for the measurements'

let souk: LastingSouk

beforeAll(async () => {
  souk = await startLastingSouk({ METRICS_TOKEN })
}, 60_000)
afterAll(() => souk?.remove())

async function memory(): Promise<number> {
  const { body } = await souk.http.get('/metrics', METRICS_TOKEN)
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(body)?.[1])
}

const incoming = () => readdir(join(souk.data.dir, 'incoming')).catch(() => [])

test('twenty slow uploads of 10 MiB at once are not held in memory, and all of them arrive', async () => {
  const users = await Promise.all([1, 2, 3, 4, 5].map((n) => souk.http.signUp(`user${n}`)))
  const { token } = await souk.http.signUp('first')
  await sendFile(souk.http.url, { content: pdfOf(10 * MIB) }, { token })
  const before = await memory()
  const form = formOf({ content: pdfOf(10 * MIB) })
  const most = form.subarray(0, 9 * MIB)
  const sockets = await Promise.all(
    users
      .flatMap((user) => [user, user, user, user])
      .map((user) => beginUpload(souk.http.url, user.token, { length: form.length, part: most })),
  )
  await Promise.all(sockets.map(drained))
  await expect.poll(async () => (await incoming()).length, { timeout: 20_000 }).toBe(20)
  // They are 180 MiB; some pieces wait to be collected.
  expect((await memory()) - before).toBeLessThan(100 * MIB)
  const answers = sockets.map(async (socket) => {
    socket.write(form.subarray(9 * MIB))
    const [answer] = await once(socket, 'data')
    socket.destroy()
    return String(answer).slice(9, 12)
  })
  expect(await Promise.all(answers)).toEqual(Array(20).fill('201'))
  expect(await incoming()).toEqual([])
}, 90_000)

async function drained(socket: Socket): Promise<void> {
  if (socket.writableLength > 0) await once(socket, 'drain')
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
