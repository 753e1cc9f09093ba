import { randomBytes } from 'node:crypto'
import { access, link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from './config.ts'
import { makeDataDir, unusableDataDir } from './data-dir.ts'
import { SHORTEST_KEY } from './env.ts'

/** The key that signs tokens: the operator's own, or one generated at first start and kept. */
export async function secretKey(config: Config): Promise<Uint8Array> {
  const text = config.SECRET_KEY ?? (await keptKey(config.DATA_DIR))
  return new TextEncoder().encode(text)
}

/** The same, where it is there already: for what another key would not fit. */
export async function keyThatIsThere(config: Config): Promise<Uint8Array | undefined> {
  if (config.SECRET_KEY === undefined && !(await isKept(config.DATA_DIR))) return undefined
  return secretKey(config)
}

const placeOf = (dataDir: string) => join(dataDir, 'secret-key')

const isKept = (dataDir: string) =>
  access(placeOf(dataDir)).then(
    () => true,
    () => false,
  )

async function keptKey(dataDir: string): Promise<string> {
  const path = placeOf(dataDir)
  await makeDataDir(dataDir)
  const key = await readOrMake(path).catch((error) => {
    throw unusableDataDir(dataDir, error)
  })
  if (key.length >= SHORTEST_KEY) return key
  throw new ConfigError(`${path} holds no key: restore it, or remove it to have a new one made`)
}

async function readOrMake(path: string): Promise<string> {
  // Written aside and linked into place: whoever starts at the same time sees a whole key or none.
  const draft = `${path}.${process.pid}`
  try {
    await writeFile(draft, randomBytes(48).toString('base64url'), { mode: 0o600 })
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(path, 'utf8')
}
