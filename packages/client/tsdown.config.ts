import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/schemas.ts'],
  platform: 'neutral',
  target: 'es2022',
  logLevel: 'warn',
  inputOptions: { checks: { pluginTimings: false } },
  tsconfig: 'tsconfig.build.json',
  // The contract is private, so it is bundled in: its schemas, and its types in the declarations.
  // Eagerly, for it lies outside this package.
  dts: { eager: true },
  // Whoever wants no schemas gets no zod: nothing in here happens at import.
  treeshake: { moduleSideEffects: false },
  outputOptions: { chunkFileNames: 'shared/[name].js' },
})
