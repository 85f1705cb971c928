import type pg from 'pg'
import type { OpenRequest } from '../connector.ts'
import { serverName } from '../http-exchange.ts'
import type { Entrance } from '../limit-door.ts'
import type { PostgresSecrets, PostgresSettings } from './settings.ts'

/** How the driver connects: to the pinned address, by the name for the certificate only. */
export function clientOptions({ settings, secrets }: OpenRequest<PostgresSettings, PostgresSecrets>, { target }: Pick<Entrance, 'target'>): pg.ClientConfig {
  const { tls } = settings
  return {
    host: target.address,
    port: target.port,
    database: settings.database,
    user: settings.username,
    // A function keeps the driver from looking into a password file of the machine.
    password: () => secrets.password,
    application_name: 'xinyun',
    connectionTimeoutMillis: 0,
    keepAlive: true,
    ssl: tls.mode === 'off' ? false : { rejectUnauthorized: tls.mode === 'verified', ...serverName(target.host), ...(tls.ca === undefined ? {} : { ca: tls.ca }) },
  }
}
