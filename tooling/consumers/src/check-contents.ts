import { readdir, readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { manifestOf } from './packages.ts'

/** Not a field of that name in an example, such as `"from": "main"`. */
const IMPORT = /(?<!["'])\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g
/** What only Node has; browsers are to run this. */
const NODE_ONLY = /\b(?:Buffer|process|require|__dirname|setImmediate)\b\s*[.(]/g

/**
 * Finds what a published package must not hold: imports of anything but what it says it depends
 * on, and of Node.
 */
export async function forbiddenIn(folder: string): Promise<string[]> {
  const { name, dependencies, peerDependencies } = await manifestOf(folder)
  const allowed = [name, ...Object.keys({ ...dependencies, ...peerDependencies })]
  const dist = join(folder, 'dist')
  const files = await readdir(dist, { recursive: true })
  const found = files.map(async (file) => {
    if (!/\.(?:js|d\.ts)$/.test(file)) return []
    const text = await readFile(join(dist, file), 'utf8')
    const imports = [...text.matchAll(IMPORT)].map(([, specifier = '']) => specifier)
    const wrong = imports.filter((specifier) => !isAllowed(specifier, allowed))
    const node = file.endsWith('.js') ? (text.match(NODE_ONLY) ?? []) : []
    return [
      ...wrong.map((one) => `${file} imports ${one}`),
      ...node.map((one) => `${file}: ${one}`),
    ]
  })
  return (await Promise.all(found)).flat()
}

function isAllowed(specifier: string, allowed: readonly string[]): boolean {
  if (specifier.startsWith('.')) return true
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return false
  return allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}
