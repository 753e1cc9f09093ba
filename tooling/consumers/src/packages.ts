import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must } from './run.ts'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** What is published, as folders of the workspace; built before anything here runs. */
const PUBLISHED = ['packages/client', 'packages/rest']

export interface Packed {
  readonly name: string
  readonly folder: string
  readonly tarball: string
}

/** Packs every published package as it would go to the registry. */
export async function packAll(into: string): Promise<Packed[]> {
  const packed: Packed[] = []
  for (const path of PUBLISHED) {
    const folder = join(ROOT, path)
    const { name } = await manifestOf(folder)
    const before = await readdir(into)
    await must('pnpm', ['pack', '--pack-destination', into], { cwd: folder })
    const [tarball = ''] = (await readdir(into)).filter((file) => !before.includes(file))
    packed.push({ name, folder, tarball: join(into, tarball) })
  }
  return packed
}

export interface Manifest {
  readonly name: string
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

export async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Does something in a folder that is gone afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-consumers-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
