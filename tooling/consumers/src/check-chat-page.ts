import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './packages.ts'

/**
 * The script of the page is kept as it was built, for the server starts without a build.
 * @throws when what was built now, from the packed SDK, is another
 */
export async function checkChatPage(): Promise<void> {
  const [kept, built] = await Promise.all(
    ['page/chat.js', 'dist/chat.js'].map((file) =>
      readFile(join(ROOT, 'packages/chat-page', file), 'utf8'),
    ),
  )
  if (kept !== built) throw new Error('packages/chat-page/page/chat.js is of old: run `generate`')
}
