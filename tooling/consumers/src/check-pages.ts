import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './packages.ts'

/** The scripts of our pages, by their packages. */
const SCRIPTS = ['chat-page/chat.js', 'chat-page/rooms.js', 'portal-page/try.js']

/**
 * The scripts of our pages are kept as they were built, for the server starts without a build.
 * @throws when what was built now, from the packed SDK, is another
 */
export async function checkPages(): Promise<void> {
  for (const script of SCRIPTS) {
    const [name = '', file = ''] = script.split('/')
    const read = (folder: string) => readFile(join(ROOT, 'packages', name, folder, file), 'utf8')
    const [kept, built] = await Promise.all([read('page'), read('dist')])
    if (kept !== built) throw new Error(`packages/${name}/page/${file} is of old: run \`generate\``)
  }
}
