import { join } from 'node:path'
import client from '@souk/client/package.json' with { type: 'json' }
import { defineConfig, type RolldownOptions } from 'rolldown'

/** The SDK as it is published, and not its sources, which this repository's imports lead to. */
const packedSdk = join(import.meta.dirname, '../client', client.publishConfig.exports['.'].default)

/** Each page has a script of its own, whole. */
const pages = { chat: 'src/main.tsx', rooms: 'src/rooms/main.tsx' }

export default defineConfig(
  Object.entries(pages).map(
    ([name, input]): RolldownOptions => ({
      input: { [name]: input },
      platform: 'browser',
      resolve: { alias: { '@souk/client': packedSdk } },
      treeshake: { moduleSideEffects: (id) => id.includes('/chat-page/src/') },
      transform: { target: 'es2024' },
      output: { dir: 'dist', format: 'es', comments: false },
    }),
  ),
)
