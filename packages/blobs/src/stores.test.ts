import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from '@20minutes/s3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BlobStore, BlobsUnavailable, type LocalFile } from './blob-store.ts'
import { createDiskStore } from './disk-store.ts'
import { parseS3Address } from './s3-address.ts'
import { createS3Store } from './s3-store.ts'

let folder: string
let s3: S3rver
let s3Url: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'souk-blobs-'))
  s3 = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'souk-files' }],
  })
  const { port } = await s3.run()
  s3Url = `127.0.0.1:${port}/souk-files/of-tests?tls=off`
})
afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

async function fileOf(content: Buffer): Promise<LocalFile> {
  const path = join(folder, randomUUID())
  await writeFile(path, content)
  return { path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') }
}

async function read(store: BlobStore, key: string): Promise<Buffer | undefined> {
  const blob = await store.get(key)
  return blob && buffer(blob.stream)
}

const s3Store = (credentials = 'S3RVER:S3RVER') =>
  createS3Store(parseS3Address(`s3://${credentials}@${s3Url}`), { patience: 2000 })

describe.each<[string, () => BlobStore]>([
  ['disk', () => createDiskStore(join(folder, 'kept'))],
  ['s3', () => s3Store()],
])('a store on %s', (_, open) => {
  test('gives back what was put there, until it is removed', async () => {
    const [store, key] = [open(), randomUUID()]
    const content = Buffer.alloc(3 * 1024 * 1024, 'some words ')
    expect(await store.get(key)).toBeUndefined()
    await store.put(key, await fileOf(content))
    const blob = await store.get(key)
    expect(blob?.size).toBe(content.length)
    expect(blob && (await buffer(blob.stream)).equals(content)).toBe(true)
    await store.remove(key)
    expect(await store.get(key)).toBeUndefined()
  })

  test('removes what is not there, and takes what it has', async () => {
    const [store, key] = [open(), randomUUID()]
    await store.remove(key)
    await store.put(key, await fileOf(Buffer.from('once')))
    await store.put(key, await fileOf(Buffer.from('once')))
    expect((await read(store, key))?.toString()).toBe('once')
  })

  test.each(['../../etc/passwd', 'x', '', `${randomUUID()}/..`])('knows no key %j', async (key) => {
    await expect(open().get(key)).rejects.toThrow('is no key')
  })
})

test('on disk a file is whole or not there, whatever else stands in its place', async () => {
  const root = join(folder, 'blocked')
  const [store, key] = [createDiskStore(root), randomUUID()]
  await writeFile(root, 'a file where the folder should be')
  await expect(store.put(key, await fileOf(Buffer.from('x')))).rejects.toThrow(BlobsUnavailable)
  await rm(root)
  await store.put(key, await fileOf(Buffer.from('x')))
  expect(await readdir(root)).toEqual([key.slice(0, 2)])
  expect(await readdir(join(root, key.slice(0, 2)))).toEqual([key])
})

test('in a bucket with a wrong secret, or none of that name, nothing is put or read', async () => {
  const [key, file] = [randomUUID(), await fileOf(Buffer.from('x'))]
  const wrong = s3Store('S3RVER:wrong')
  await expect(wrong.put(key, file)).rejects.toThrow('answered 403')
  await expect(wrong.get(key)).rejects.toThrow('answered 403')
  await expect(wrong.remove(key)).rejects.toThrow(BlobsUnavailable)
  const elsewhere = parseS3Address(`s3://S3RVER:S3RVER@${s3Url.replace('souk-files', 'no-such')}`)
  await expect(createS3Store(elsewhere).put(key, file)).rejects.toThrow('answered 404')
  expect(await s3Store().get(key)).toBeUndefined()
})

test('a store that is away, or does not answer, is given up', async () => {
  const silent: Server = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const address = parseS3Address(`s3://a:b@127.0.0.1:${port}/bucket?tls=off`)
  const store = createS3Store(address, { patience: 200 })
  await expect(store.get(randomUUID())).rejects.toThrow('out of reach')
  silent.closeAllConnections()
  await new Promise((resolve) => silent.close(resolve))
  await expect(store.get(randomUUID())).rejects.toThrow('out of reach')
})
