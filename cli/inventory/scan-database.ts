import { introspectionLimits } from '#connectors/connector.ts'
import { parseDatabaseUrl } from '#connectors/sql/database-url.ts'
import { mysql } from '#connectors/mysql/mysql.ts'
import { postgres } from '#connectors/postgres/postgres.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { readPasswordFile } from '#platform/config/password-file.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import type { Parsed } from '#shared/parsed.ts'

/** Who calls a command names the address himself: nothing but it is reached, so that every network is allowed. */
const EVERYWHERE = { entries: ['0.0.0.0/0', '::/0'] }

/** The catalogue of the database at an address. Throws ConnectorError when it does not answer. */
export async function scanDatabase(url: string, environmentPassword: string | undefined): Promise<Parsed<Catalogue>> {
  const place = parseDatabaseUrl(url)
  if (!place.ok) return place
  const { kind, settings } = place.value
  const password = place.value.password ?? environmentPassword ?? (await readPasswordFile({ kind, ...settings, database: settings.database ?? '' })) ?? ''
  const shared = { secrets: { password }, limits: introspectionLimits, allowList: EVERYWHERE, clock: systemClock }
  const door = kind === 'postgres' ? await postgres.open({ ...shared, settings: postgres.settings.parse(settings) }) : await mysql.open({ ...shared, settings: mysql.settings.parse(settings) })
  try {
    if (door.introspect === undefined) throw new Error(`connector ${kind} cannot introspect`)
    return { ok: true, value: await door.introspect() }
  } finally {
    await door.close()
  }
}
