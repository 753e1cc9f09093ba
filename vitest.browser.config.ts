import { configDefaults, defineConfig } from 'vitest/config'
import config, { BROWSER } from './vitest.config.ts'

/** What people see: our pages in Debian's Chromium, on a Souk started as an operator would. */
export default defineConfig({
  test: {
    ...config.test,
    include: [BROWSER],
    exclude: configDefaults.exclude,
    // They start a Souk with its own PostgreSQL.
    globalSetup: [],
  },
})
