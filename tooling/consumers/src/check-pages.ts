import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './packages.ts'

/** The packages whose script is a page's. */
const SCRIPTS = { 'chat-page': 'chat.js', 'portal-page': 'try.js' } as const

/**
 * The scripts of our pages are kept as they were built, for the server starts without a build.
 * @throws when what was built now, from the packed SDK, is another
 */
export async function checkPages(): Promise<void> {
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const read = (file: string) => readFile(join(ROOT, 'packages', name, file), 'utf8')
    const [kept, built] = await Promise.all([read(`page/${script}`), read(`dist/${script}`)])
    if (kept !== built)
      throw new Error(`packages/${name}/page/${script} is of old: run \`generate\``)
  }
}
