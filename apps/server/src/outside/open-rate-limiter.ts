import { type RateLimiter, UNLIMITED } from '@souk/api'
import type { Logger } from 'pino'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { createClient } from 'redis'
import type { Config } from '../config/config.ts'

/** Seconds in which document 3 counts requests. */
const WINDOW = 15 * 60

type Redis = ReturnType<typeof openRedis>

export interface OpenRateLimiter {
  readonly limiter: RateLimiter
  close(): void
}

/**
 * The limits of document 3: so many requests per address for strangers, so many per signed-in user.
 * Counted in Redis if there is one, for all processes together; locally while it is away.
 */
export function openRateLimiter(config: Config, log: Logger): OpenRateLimiter {
  const { RATE_LIMIT_ANONYMOUS: strangers, RATE_LIMIT_AUTHENTICATED: users } = config
  if (strangers === null && users === null) return { limiter: UNLIMITED, close() {} }
  const redis = config.REDIS_URL === undefined ? undefined : openRedis(config.REDIS_URL, log)
  const anonymous = counter('anonymous', strangers, redis)
  const authenticated = counter('user', users, redis)
  return {
    limiter: {
      take: async (actor, address) =>
        'userId' in actor ? authenticated?.take(String(actor.userId)) : anonymous?.take(address),
      giveBack: async (address) => anonymous?.giveBack(address),
    },
    close: () => redis?.destroy(),
  }
}

function openRedis(url: string, log: Logger) {
  const redis = createClient({ url, disableOfflineQueue: true })
  redis.on('error', (error) => log.warn({ err: error }, 'Redis failed: limits count locally'))
  redis.connect().catch(() => {}) // reported above; the client goes on trying
  return redis
}

function counter(keyPrefix: string, points: number | null, redis: Redis | undefined) {
  if (points === null) return undefined
  const limits = { keyPrefix: `souk:limit:${keyPrefix}`, points, duration: WINDOW }
  const local = new RateLimiterMemory(limits)
  const limiter = redis
    ? new RateLimiterRedis({
        ...limits,
        storeClient: redis,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
        insuranceLimiter: local,
      })
    : local
  return {
    async take(key: string) {
      const state = await consume(limiter, key)
      return {
        limit: points,
        remaining: Math.max(0, points - state.consumedPoints),
        resetAt: Math.ceil((Date.now() + state.msBeforeNext) / 1000),
        exceeded: state.consumedPoints > points,
      }
    },
    async giveBack(key: string) {
      await limiter.reward(key, 1)
    },
  }
}

/** Takes one point; being over the limit is an answer like any other. */
async function consume(limiter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key)
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return rejection
    throw rejection
  }
}
