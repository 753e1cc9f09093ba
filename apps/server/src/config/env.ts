import { z } from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

const onOff = z.enum(['on', 'off'])

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.url()))

/** Every variable Souk reads, as the README's table has them. */
export const Env = z
  .object({
    PORT: port(8000),
    HOST: z.string().default('0.0.0.0'),
    TRADE_CHAT_PORT: port(8080),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    DATA_DIR: z.string().min(1).default('.data'),
    SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
    SANDBOX: onOff.optional(),
    FEE_PERCENT: z
      .string()
      .regex(/^\d{1,2}(\.\d{1,6})?$/, 'must be a percentage below 100')
      .default('0'),
    ADMIN_USERNAME: z.string().min(3).optional(),
    ADMIN_PASSWORD: z.string().min(8).optional(),
    CORS_ORIGINS: list,
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
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
