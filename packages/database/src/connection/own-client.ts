import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { userInfo } from 'node:os'
import { Client, type ClientBase, type ClientConfig, defaults } from 'pg'

/**
 * A connection that is made as it was told and not otherwise: what is left out pg would look up in
 * the PG* variables of the shell and in ~/.pgpass, which are meant for other programs.
 */
export class OwnClient extends Client {
  constructor(config: ClientConfig) {
    const { user = defaults.user ?? userInfo().username, password = '', options } = config
    const { database = user, ...rest } = config
    super({ ...USUAL, ...rest, user, database })
    // These have no value that pg would take for one.
    Object.assign(this, { password, replication: undefined })
    const { connectionParameters } = insideOf(this)
    Object.assign(connectionParameters, { password, options, replication: undefined })
  }
}

/** What pg keeps in a client and its types leave out; another version of it may have it elsewhere. */
interface Inside {
  readonly connectionParameters: object
  /** What speaks with the server, and where pg keeps the socket. */
  readonly connection: EventEmitter & { readonly stream: Socket }
  /** The server's process, by what the connection was told at its beginning; poolers tell a fable. */
  readonly processID?: number
}

// The types of pg declare none of it, so they have no common part with this.
export const insideOf = (client: ClientBase) => client as unknown as Inside

const USUAL = {
  host: 'localhost',
  port: 5432,
  ssl: false,
  sslnegotiation: 'postgres' as const,
  client_encoding: 'utf8',
  connectionTimeoutMillis: 0,
}
