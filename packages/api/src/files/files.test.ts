import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { GivenFile } from '@souk/contract'
import { expect, test, vi } from 'vitest'
import { fileResponse } from './file-response.ts'
import { removeLeftovers } from './spool.ts'

/** A file in pieces, which tells when it is let go. */
function fileOf(pieces: number) {
  let given = 0
  const letGo = vi.fn()
  async function* content() {
    try {
      for (; given < pieces; given += 1) yield new Uint8Array(10)
    } finally {
      letGo()
    }
  }
  const open = async () => content()
  const file = { name: 'a "map".png', type: 'image/png', size: pieces * 10, open }
  return { file, letGo, given: () => given }
}

const response = (file: GivenFile, cutOff = () => {}) =>
  fileResponse(file, { headers: {}, cutOff, patience: { idle: 30, whole: 10_000 } })

test('a client that takes no more of a file is cut off, and the file let go', async () => {
  const { file, letGo, given } = fileOf(1000)
  const cutOff = vi.fn()
  const { body } = await response(file, cutOff)
  const reader = body?.getReader()
  await reader?.read()
  await vi.waitFor(() => expect(letGo).toHaveBeenCalledOnce())
  expect(cutOff).toHaveBeenCalledOnce()
  expect(given()).toBeLessThan(3)
})

test('who takes it to the end, or leaves, is not cut off', async () => {
  for (const end of ['arrayBuffer', 'cancel'] as const) {
    const { file, letGo } = fileOf(20)
    const cutOff = vi.fn()
    const answer = await response(file, cutOff)
    if (end === 'cancel') {
      const reader = answer.body?.getReader()
      await reader?.read()
      await reader?.cancel()
    } else expect((await answer.arrayBuffer()).byteLength).toBe(200)
    expect(letGo).toHaveBeenCalledOnce()
    expect(cutOff).not.toHaveBeenCalled()
  }
})

test('who waits for a store that gives no more is cut off, and the store let go', async () => {
  const stalled = new Readable({ read() {} })
  stalled.push(Buffer.alloc(10))
  const cutOff = vi.fn()
  const file = { ...fileOf(2).file, open: async () => stalled }
  const { body } = await response(file, cutOff)
  await expect(new Response(body).arrayBuffer()).rejects.toThrow()
  expect(cutOff).toHaveBeenCalledOnce()
  expect(stalled.destroyed).toBe(true)
})

test('who leaves a store that gives no more lets it go at once', async () => {
  const stalled = new Readable({ read() {} })
  stalled.push(Buffer.alloc(10))
  const cutOff = vi.fn()
  const { body } = await response({ ...fileOf(2).file, open: async () => stalled }, cutOff)
  const reader = body?.getReader()
  await reader?.read()
  reader?.read().catch(() => {})
  await reader?.cancel()
  expect(stalled.destroyed).toBe(true)
  expect(cutOff).not.toHaveBeenCalled()
})

test('of a head the file is not opened', async () => {
  const { file } = fileOf(1)
  const open = vi.fn(file.open)
  const { headers } = await fileResponse(
    { ...file, open },
    { headers: {}, isHead: true, cutOff: () => {} },
  )
  expect(headers.get('content-disposition')).toBe(
    `attachment; filename="a _map_.png"; filename*=UTF-8''a%20%22map%22.png`,
  )
  expect(open).not.toHaveBeenCalled()
})

test('what ended processes have left is removed, and what is still coming is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'souk-incoming-'))
  const spool = { folder, whole: 1000, idle: 100 }
  await removeLeftovers({ ...spool, folder: join(folder, 'none') })
  await Promise.all(['old', 'old.remade', 'new'].map((name) => writeFile(join(folder, name), 'x')))
  const longAgo = new Date(Date.now() - 11_000)
  for (const name of ['old', 'old.remade']) await utimes(join(folder, name), longAgo, longAgo)
  await removeLeftovers(spool)
  expect(await readdir(folder)).toEqual(['new'])
  await rm(folder, { recursive: true })
})
