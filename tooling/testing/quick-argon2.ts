import { createRequire } from 'node:module'

// By `require`, which the alias that leads here leaves alone.
const argon2: typeof import('@node-rs/argon2') = createRequire(import.meta.url)('@node-rs/argon2')

export const verify = argon2.verify

/** The real one at its least cost: tests hash thousands of passwords. */
export const hash: typeof argon2.hash = (password, options) =>
  argon2.hash(password, { ...options, memoryCost: 8, timeCost: 1 })
