import { copyFileSync } from 'node:fs'

// The server starts without a build, so what was built is kept.
copyFileSync(
  new URL('../../dist/chat.js', import.meta.url),
  new URL('../../page/chat.js', import.meta.url),
)
