import type { RateLimiter } from '@souk/api'
import type { QuotaName } from '@souk/contract'
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

/** Messages of direct chat that somebody may send in a minute. */
const MESSAGES = { points: 300, duration: 60 }

/** By document 5: messages and offers in rooms, what tells that somebody is writing, and signs of life. */
const ROOM_MESSAGES = { points: 30, duration: 60 }
const TYPING = { points: 10, duration: 60 }
const PINGS = { points: 30, duration: 60 }

type Redis = ReturnType<typeof openRedis>

export interface OpenRateLimiter {
  readonly limiter: RateLimiter
  close(): void
}

/**
 * The limits of document 3: so many requests per address for strangers, so many per signed-in user, of
 * whom reading and writing in chats count apart. Counted in Redis if there is one, for all processes
 * together; locally while it is away.
 */
export function openRateLimiter(config: Config, log: Logger): OpenRateLimiter {
  const { RATE_LIMIT_ANONYMOUS: strangers, RATE_LIMIT_AUTHENTICATED: users } = config
  const redis = config.REDIS_URL === undefined ? undefined : openRedis(config.REDIS_URL, log)
  const inWindow = (points: number | null) =>
    points === null ? undefined : { points, duration: WINDOW }
  const ofRooms = (name: string, quota: typeof ROOM_MESSAGES) =>
    counter(name, users === null ? undefined : quota, redis)
  const anonymous = counter('anonymous', inWindow(strangers), redis)
  const ofUsers: Readonly<Record<QuotaName, Counter | undefined>> = {
    calls: counter('user', inWindow(users), redis),
    chat: counter('chat', inWindow(config.RATE_LIMIT_CHAT), redis),
    messages: counter('messages', MESSAGES, redis),
    roomMessages: ofRooms('room-messages', ROOM_MESSAGES),
    typingStarts: ofRooms('typing-starts', TYPING),
    typingStops: ofRooms('typing-stops', TYPING),
    pings: ofRooms('pings', PINGS),
  }
  return {
    limiter: {
      isOff: strangers === null && users === null,
      take: async (actor, address, quota) =>
        'userId' in actor ? ofUsers[quota]?.take(String(actor.userId)) : anonymous?.take(address),
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

type Counter = ReturnType<typeof createCounter>

function counter(
  name: string,
  quota: { points: number; duration: number } | undefined,
  redis: Redis | undefined,
): Counter | undefined {
  return quota && createCounter(name, quota, redis)
}

function createCounter(
  name: string,
  quota: { points: number; duration: number },
  redis: Redis | undefined,
) {
  const limits = { keyPrefix: `souk:limit:${name}`, ...quota }
  const { points } = quota
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
