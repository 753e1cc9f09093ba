import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { run } from './run.ts'

/**
 * The Node of this machine, where it is another than ours and not too old: the packages promise to
 * work from version 20 up.
 */
export async function machineNode(): Promise<{ path: string; version: string } | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const folder of folders.filter((folder) => !folder.includes('node_modules'))) {
    const path = join(folder, 'node')
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (!isThere) continue
    const version = (await run(path, ['--version'], { cwd: '/' })).output.trim()
    const major = Number(/^v(\d+)/.exec(version)?.[1])
    return major >= 20 && version !== process.version ? { path, version } : undefined
  }
  return undefined
}
