import { configDefaults, defineConfig } from 'vitest/config'
import config, { BROWSER } from './vitest.config.ts'

/** What people see: our pages in Debian's Chromium, on a Souk started as an operator would. */
export default defineConfig({
  test: {
    ...config.test,
    include: [BROWSER],
    exclude: configDefaults.exclude,
    // A browser and a Souk share the machine with whatever else is at work on it.
    testTimeout: 60_000,
    // They start a Souk with its own PostgreSQL.
    globalSetup: [],
  },
})
