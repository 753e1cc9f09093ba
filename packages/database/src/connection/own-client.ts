import { userInfo } from 'node:os'
import { Client, type ClientConfig, defaults } from 'pg'

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
    const { connectionParameters } = this as unknown as { connectionParameters: object }
    Object.assign(connectionParameters, { password, options, replication: undefined })
  }
}

const USUAL = {
  host: 'localhost',
  port: 5432,
  ssl: false,
  sslnegotiation: 'postgres' as const,
  client_encoding: 'utf8',
  connectionTimeoutMillis: 0,
}
