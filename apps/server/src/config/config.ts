import { isOfTestNetwork } from '@souk/core'
import type { z } from 'zod'
import { Env } from './env.ts'

/** The operator's decisions, validated. */
export interface Config extends Env {
  /** Credit new accounts with play money. */
  readonly sandbox: boolean
  /** Null where anybody may have any number of deals. */
  readonly dealCaps: NonNullable<Env['DEAL_CAPS']> | null
  /** Whether e-mail addresses have to be verified. */
  readonly emailVerification: boolean
  /** Whether the operator asked for the chat port, or merely got the default. */
  readonly tradeChatPortIsExplicit: boolean
}

/** Where money is real, one account must not take the whole market. */
const USUAL_CAPS = { new: 3, proven: 50 }

/** A configuration nobody can start with; the message says what to change. */
export class ConfigError extends Error {}

/**
 * Reads the configuration from environment variables.
 * @throws ConfigError naming each variable that is wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  // An empty variable means the same as none, as in docker-compose files.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Env.safeParse(given)
  if (!parsed.success) throw new ConfigError(explain(parsed.error))
  const env = parsed.data
  const embedded = env.DATABASE_URL === undefined
  const sandboxByDefault = embedded && given.NODE_ENV !== 'production'
  const sandbox = env.SANDBOX === undefined ? sandboxByDefault : env.SANDBOX === 'on'
  if (!sandbox && env.BTC_XPUB !== undefined && isOfTestNetwork(env.BTC_XPUB)) {
    throw new ConfigError(
      'The configuration is not valid:\n  BTC_XPUB: is of a test network, which is for the sandbox alone',
    )
  }
  return {
    ...env,
    sandbox,
    dealCaps: env.DEAL_CAPS ?? (sandbox ? null : USUAL_CAPS),
    emailVerification:
      env.EMAIL_VERIFICATION === undefined ? !sandbox : env.EMAIL_VERIFICATION === 'on',
    tradeChatPortIsExplicit: given.TRADE_CHAT_PORT !== undefined,
  }
}

function explain(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  return `The configuration is not valid:\n${lines.join('\n')}`
}
