import type { Access } from '@souk/contract'
import type { oas31 } from 'zod-openapi'

/** The ways to send a credential; all of them are good on every path. */
export const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access token of a log-in, or a `cs_…` account token.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
    description:
      'Set by every log-in, for browsers. To change something it must come from this site or an allowed one.',
  },
  accessToken: {
    type: 'apiKey',
    in: 'query',
    name: 'access_token',
    description:
      'The same token in the query, or as a field of that name in a JSON body. Addresses end up in logs, so prefer the header.',
  },
} satisfies Record<string, oas31.SecuritySchemeObject>

const CREDENTIALS = Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] }))

const REQUIREMENTS: Readonly<Record<Access, oas31.SecurityRequirementObject[]>> = {
  public: [],
  anyone: [{}, ...CREDENTIALS],
  unverified: CREDENTIALS,
  user: CREDENTIALS,
  staff: CREDENTIALS,
}

/** What an operation asks for, in OpenAPI's words; where no cookie counts, the other ways. */
export function securityOf(
  access: Access,
  withoutCookie: boolean,
): oas31.SecurityRequirementObject[] {
  return REQUIREMENTS[access]
    .filter((requirement) => !(withoutCookie && 'session' in requirement))
    .map((requirement) => ({ ...requirement }))
}
