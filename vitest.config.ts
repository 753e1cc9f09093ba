import { configDefaults, defineConfig } from 'vitest/config'

/** Those need odd surroundings, and time: `pnpm test:surroundings`. */
export const SURROUNDINGS = 'apps/server/test/surroundings/**/*.test.ts'

/** Those need a browser: `pnpm test:browser`. */
export const BROWSER = 'apps/server/test/browser/**/*.test.ts'

export default defineConfig({
  test: {
    include: ['{apps,packages,tooling}/*/{src,test}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, SURROUNDINGS, BROWSER],
    // Processes that tests start find their TypeScript compiled.
    env: { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/node` },
    alias: { '@node-rs/argon2': `${import.meta.dirname}/tooling/testing/quick-argon2.ts` },
    globalSetup: './tooling/testing/global-setup.ts',
    // Whatever hangs is ended; how long something takes is measured in `surroundings/measured`.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes when it comes, on a busy machine too.
    expect: { poll: { timeout: 10_000 } },
    // One more than two cores: half of the time of most files is spent waiting.
    maxWorkers: 3,
    // Nothing runs at import, so files may share what they import; a third of the time went there.
    isolate: false,
  },
})
