import { ERROR_CODES, type ErrorCode } from '@souk/contract'
import { DIALECTS } from '../dialects.ts'
import { shownCode } from './failure.ts'
import { REFUSAL_WORDS } from './refusal-words.ts'

/**
 * Every refusal with its statuses, what it means and what to do then: `docs/guides/errors.md`. Each under a
 * heading, which can be linked to, and read on a phone.
 */
export function errorCatalogue(): string {
  const entries = ERROR_CODES.map((code) => {
    const { means, remedy, example } = REFUSAL_WORDS[code]
    const status = `${statusesOf(code)}${otherNameOf(code)}`
    return `## \`${code}\`\n\n${status}\n\n${means} “${example}”\n\n**What to do:** ${remedy}\n`
  })
  return `${HEAD}\n${entries.join('\n')}`
}

/** What the paths of document 3 call it, where that is another name. */
function otherNameOf(code: ErrorCode): string {
  const shown = shownCode('data', code)
  return shown === code ? '' : `; under \`/api/…\` named \`${shown}\``
}

/** The status that most dialects give it, then those that give it another. */
function statusesOf(code: ErrorCode): string {
  const usual = DIALECTS.plain.statuses[code]
  const others = Object.entries(DIALECTS)
    .filter(([, { statuses }]) => statuses[code] !== usual)
    .map(([dialect, { statuses }]) => `${dialect}: ${statuses[code]}`)
  return `Status ${[usual, ...others].join(', ')}`
}

const HEAD = `# Errors

Every refusal has a code of one closed list, and a message for people. Codes stay; messages may become clearer.

| where | the code is | the message is |
|---|---|---|
| SDK and tRPC | \`error.data.soukCode\`; \`isSoukError(error, code)\` asks for it | \`error.message\` |
| plain (\`/trades\`, \`/login\`, …) | \`code\` | \`message\` |
| data (\`/api/…\`) | \`code\`, some under another name, given below | \`error\`; \`details\` has a message for each field |
| entity (\`/p2p/…\`, \`/auth/…\`, \`/exec/…\`, \`/chat/…\`) | not sent: the status tells what kind it is | \`message\` |
| rooms (\`/api/v1/…\`) | not sent | \`message\` |

\`X-Request-Id\` of an answer names its line in the operator’s log. A call that was refused has changed nothing.
`
