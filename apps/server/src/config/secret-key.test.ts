import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { secretKey } from './secret-key.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'souk-key-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const keyIn = (folder: string) => secretKey(readConfig({ DATA_DIR: join(root, folder) }))
const textOf = (key: Uint8Array) => new TextDecoder().decode(key)

test('the operator’s own key is taken as it is, and none is made', async () => {
  const SECRET_KEY = 'thirty-two characters and some more'
  const DATA_DIR = join(root, 'unused')
  expect(textOf(await secretKey(readConfig({ SECRET_KEY, DATA_DIR })))).toBe(SECRET_KEY)
  await expect(stat(DATA_DIR)).rejects.toThrow('ENOENT')
})

test('a key is made once, for its owner’s eyes only, and kept', async () => {
  const first = textOf(await keyIn('kept'))
  expect(first).toMatch(/^[\w-]{64}$/)
  expect(textOf(await keyIn('kept'))).toBe(first)
  expect(await readdir(join(root, 'kept'))).toEqual(['secret-key'])
  expect((await stat(join(root, 'kept', 'secret-key'))).mode & 0o777).toBe(0o600)
  expect(textOf(await keyIn('another'))).not.toBe(first)
})

test.each(['/proc/souk', '/dev/null', '/dev/null/souk'])(
  'the folder %s, which cannot be, is refused by name',
  async (DATA_DIR) => {
    const error = await secretKey(readConfig({ DATA_DIR })).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error.message).toMatch(/^DATA_DIR: the folder \/.+ cannot be used: .+\n.+$/)
  },
)

test.each(['', 'too short'])('a file with %j in it is no key', async (text) => {
  const folder = `broken by ${text}`
  await keyIn(folder)
  await writeFile(join(root, folder, 'secret-key'), text)
  await expect(keyIn(folder)).rejects.toThrow(ConfigError)
  await expect(keyIn(folder)).rejects.toThrow('secret-key holds no key')
})
