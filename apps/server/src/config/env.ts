import { isIP } from 'node:net'
import { parseS3Address, UnusableBlobUrl } from '@souk/blobs'
import { amount, type Coin, coin, contract } from '@souk/contract'
import { accountKey } from '@souk/core'
import { literalPercents, parseAddress, UnusableDatabase } from '@souk/database'
import { z } from 'zod'
import { parseNetwork } from '../outside/webhooks/networks.ts'
import { senderOf } from './sender.ts'

/** Characters a secret key must have at least. */
export const SHORTEST_KEY = 32

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number in plain digits')
    .transform(Number)
    .pipe(z.number().max(65_535))
    .default(fallback)

/** Brackets belong to URLs; what has a port as well is no address. */
const host = z
  .string()
  .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
  .refine(
    (text) => isIP(text) || !/[:/]/.test(text),
    'must be a name or an address, without a port',
  )

const onOff = z.enum(['on', 'off'])

/** Requests per 15 minutes, or null for no limit. */
const rateLimit = (fallback: number) =>
  z
    .union([z.literal('off'), z.coerce.number().int().positive()], 'must be a number or off')
    .default(fallback)
    .transform((value) => (value === 'off' ? null : value))

/** An origin as browsers send it: `https://souk.example`, without a path or a slash at the end. */
const origin = (refusal: string) =>
  z.string().transform((text, ctx) => {
    const url = URL.parse(text)
    if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
    ctx.addIssue(refusal)
    return z.NEVER
  })

/** Addresses that begin alike, as `10.0.0.0/8`. */
const network = z.string().transform((text, ctx) => {
  const parsed = parseNetwork(text)
  if (parsed) return parsed
  ctx.addIssue('must be a list of networks like 10.0.0.0/8')
  return z.NEVER
})

/** Items separated by commas. */
const listOf = <T>(item: z.ZodType<T, string>) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item))

const CoinAndAmount = z.tuple([coin(), amount()])

/** `btc=1`: an amount of a coin. */
const amountOfCoin = z.string().transform((text, ctx) => {
  const parsed = CoinAndAmount.safeParse(text.split('='))
  if (parsed.success) return parsed.data
  ctx.addIssue('must be a list like btc=1,usdt=50000')
  return z.NEVER
})

const amountsByCoin = listOf(amountOfCoin).transform((pairs, ctx) => {
  const coins = pairs.map(([coin]) => coin)
  const twice = coins.find((coin, i) => coins.indexOf(coin) !== i)
  if (twice) ctx.addIssue(`has ${twice} twice`)
  const amounts: Partial<Record<Coin, string>> = Object.fromEntries(pairs)
  return amounts
})

/** `new=3,proven=50`: how many deals of a kind somebody may have, before and after the first completed. */
const caps = z.string().transform((text, ctx) => {
  const [, fresh, proven] = /^new=(\d{1,6}),\s*proven=(\d{1,6})$/.exec(text.trim()) ?? []
  if (fresh === undefined) {
    ctx.addIssue('must be like new=3,proven=50')
    return z.NEVER
  }
  const found = { new: Number(fresh), proven: Number(proven) }
  if (found.new > found.proven) ctx.addIssue('must not allow new accounts more than proven ones')
  return found
})

const percent = z.string().superRefine((text, ctx) => {
  const wrong = wrongWithPercent(text)
  if (wrong) ctx.addIssue(wrong)
})

function wrongWithPercent(text: string): string | undefined {
  if (/^\d{1,2}(\.\d{1,6})?$/.test(text)) return undefined
  if (/^\d+,\d+$/.test(text)) return 'must be written with a point, not a comma: 1.5'
  if (/^\d+\.\d{7,}$/.test(text)) return 'must not have more than six digits after the point'
  if (Number(text) < 0) return 'must not be negative'
  if (Number(text) >= 100) return 'must be below 100'
  return 'must be a percentage in plain digits, such as 0.5'
}

/** An extended public key, which addresses can be made of. */
const xpub = z.string().refine((text) => {
  try {
    return accountKey(text) !== undefined
  } catch {
    return false
  }
}, "must be an extended public key (xpub, zpub, tpub or vpub) of an account, such as that of m/84'/0'/0'")

/** Staff choose their names and passwords under the same rules as everybody. */
const { username, password } = contract.auth.signUp.input.shape

/** The address of a server; a password may hold a `%` that is none of an escape. */
const serverUrl = (protocol: RegExp) =>
  z
    .string()
    .transform(literalPercents)
    .pipe(z.url({ protocol }))
    .refine(canBeDecoded, 'has a % in its name or password that must be written %25')

function canBeDecoded(text: string): boolean {
  const url = URL.parse(text)
  if (!url) return true // said elsewhere
  try {
    return decodeURIComponent(url.username + url.password) !== undefined
  } catch {
    return false
  }
}

const databaseUrl = z.string().superRefine((text, ctx) => {
  try {
    parseAddress(text)
  } catch (error) {
    if (!(error instanceof UnusableDatabase)) throw error
    ctx.addIssue(error.message)
  }
})

/** Where files are kept, if not on this machine. */
const blobUrl = z.string().transform((text, ctx) => {
  try {
    return parseS3Address(text)
  } catch (error) {
    if (!(error instanceof UnusableBlobUrl)) throw error
    ctx.addIssue(error.message)
    return z.NEVER
  }
})

/** Every variable Souk reads, as `docs/guides/settings.md` has them. */
export const Env = z
  .object({
    PORT: port(8000),
    HOST: host.optional(),
    TRADE_CHAT_PORT: port(8080),
    DATABASE_URL: databaseUrl.optional(),
    DATABASE_POOL: z.coerce.number().int().min(4).max(1000).default(20),
    REDIS_URL: serverUrl(/^rediss?$/).optional(),
    SMTP_URL: serverUrl(/^smtps?$/)
      .refine((text) => URL.parse(text)?.hostname !== '', 'must name a host')
      .optional(),
    MAIL_FROM: z
      .string()
      .refine(senderOf, 'must be an address, like Souk <souk@souk.example>')
      .default('Souk <souk@localhost>'),
    RATES_URL: z.url({ protocol: /^https?$/ }).optional(),
    RATES_MAX_AGE: z.coerce.number().int().positive().default(300),
    DATA_DIR: z.string().min(1).default('.data'),
    BLOB_URL: blobUrl.optional(),
    SECRET_KEY: z
      .string()
      .min(SHORTEST_KEY, `must have at least ${SHORTEST_KEY} characters`)
      .refine((text) => new Set(text.trim()).size > 1, 'must not be one character again and again')
      .optional(),
    SANDBOX: onOff.optional(),
    EMAIL_VERIFICATION: onOff.optional(),
    FEE_PERCENT: percent.default('0'),
    SECOND_APPROVAL_ABOVE: amountsByCoin,
    DEAL_CAPS: caps.optional(),
    RATING_MINIMUM: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,2})?$/, 'must be an amount in US dollars')
      .default('1'),
    BTC_XPUB: xpub.optional(),
    ADMIN_USERNAME: username.optional(),
    ADMIN_PASSWORD: password.optional(),
    PUBLIC_URL: origin('must be an origin like https://souk.example').optional(),
    CORS_ORIGINS: listOf(origin('must be a list of origins like https://souk.example')),
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
    RATE_LIMIT_ANONYMOUS: rateLimit(100),
    RATE_LIMIT_AUTHENTICATED: rateLimit(1000),
    RATE_LIMIT_CHAT: rateLimit(3000),
    CONNECTIONS_PER_ADDRESS: z.coerce.number().int().positive().default(1000),
    WEBHOOK_ALLOWED_NETWORKS: listOf(network),
    METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .refine((env) => !env.DATABASE_URL || env.SECRET_KEY, {
    path: ['SECRET_KEY'],
    message: 'is required with DATABASE_URL: any 32 random characters, kept secret and unchanged',
  })
  .refine((env) => !env.ADMIN_USERNAME === !env.ADMIN_PASSWORD, {
    path: ['ADMIN_PASSWORD'],
    message: 'ADMIN_USERNAME and ADMIN_PASSWORD go together',
  })
export type Env = z.output<typeof Env>
