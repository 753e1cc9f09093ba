import { configDefaults, defineConfig } from 'vitest/config'
import config, { SURROUNDINGS } from './vitest.config.ts'

/** What of them measures how long something takes, or how much it needs: one file at a time. */
const MEASURED = 'apps/server/test/surroundings/measured/**/*.test.ts'

const surroundings = {
  ...config.test,
  // What passwords cost in earnest is a part of it.
  alias: {},
  testTimeout: 90_000,
  hookTimeout: 90_000,
}

/** What Souk does when the world around it does not: other servers, dead lines, killed processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...surroundings,
          name: 'surroundings',
          include: [SURROUNDINGS],
          exclude: [...configDefaults.exclude, MEASURED],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...surroundings,
          name: 'measured',
          include: [MEASURED],
          exclude: configDefaults.exclude,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
