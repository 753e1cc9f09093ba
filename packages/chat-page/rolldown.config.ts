import { join } from 'node:path'
import client from '@souk/client/package.json' with { type: 'json' }
import { defineConfig } from 'rolldown'

/** The SDK as it is published, and not its sources, which this repository's imports lead to. */
const packedSdk = join(import.meta.dirname, '../client', client.publishConfig.exports['.'].default)

export default defineConfig({
  input: 'src/main.tsx',
  platform: 'browser',
  resolve: { alias: { '@souk/client': packedSdk } },
  treeshake: { moduleSideEffects: (id) => id.includes('/chat-page/src/') },
  transform: { target: 'es2024' },
  output: { file: 'dist/chat.js', format: 'es', comments: false },
})
