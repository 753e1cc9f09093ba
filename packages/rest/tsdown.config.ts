import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts'],
  platform: 'neutral',
  target: 'es2022',
  logLevel: 'warn',
  inputOptions: { checks: { pluginTimings: false } },
  dts: true,
})
