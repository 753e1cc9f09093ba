/** The ways to show a credential when a socket is opened, or on it. */
export const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The access token of a log-in, or a `cs_…` account token.',
  },
  session: {
    type: 'httpApiKey',
    in: 'cookie',
    name: 'session',
    description:
      'Set by every log-in, for browsers. Pages of other sites are refused, unless theirs is an allowed origin.',
  },
  token: {
    type: 'httpApiKey',
    in: 'query',
    name: 'token',
    description:
      'The same token in the address, for browsers cannot set headers of a WebSocket. `access_token` is taken too.',
  },
  joinToken: {
    type: 'userPassword',
    description: 'The token in the frame that joins a trade, as `token`.',
  },
  handshakeAuth: {
    type: 'userPassword',
    description:
      'The token in the `auth` that Socket.IO’s client shows when it connects, as `accessToken` or `token`.',
  },
  authenticateEvent: {
    type: 'userPassword',
    description: 'The token in an `authenticate` event, by a connection that came without one.',
  },
  connectionParams: {
    type: 'userPassword',
    description:
      'The token in tRPC’s connection parameters: the address has `?connectionParams=1`, and the first frame is `{"method":"connectionParams","data":{"token":"…"}}`.',
  },
} as const

export type SecurityScheme = keyof typeof SECURITY_SCHEMES

/** What every request to open a socket may carry. */
export const OF_REQUESTS = ['token', 'bearer', 'session'] satisfies SecurityScheme[]
