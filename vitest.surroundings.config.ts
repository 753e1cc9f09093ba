import { configDefaults, defineConfig } from 'vitest/config'
import config, { SURROUNDINGS } from './vitest.config.ts'

/** What Souk does when the world around it does not: other servers, dead lines, killed processes. */
export default defineConfig({
  test: {
    ...config.test,
    include: [SURROUNDINGS],
    exclude: configDefaults.exclude,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // One at a time: they measure how long things take.
    maxWorkers: 1,
  },
})
