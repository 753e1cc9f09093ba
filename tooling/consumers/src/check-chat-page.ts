import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './packages.ts'

/**
 * The scripts of the pages are kept as they were built, for the server starts without a build.
 * @throws when what was built now, from the packed SDK, is another
 */
export async function checkChatPage(): Promise<void> {
  for (const script of ['chat.js', 'rooms.js']) {
    const [kept, built] = await Promise.all(
      ['page', 'dist'].map((folder) =>
        readFile(join(ROOT, 'packages/chat-page', folder, script), 'utf8'),
      ),
    )
    if (kept !== built) {
      throw new Error(`packages/chat-page/page/${script} is of old: run \`generate\``)
    }
  }
}
