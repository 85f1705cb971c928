import { z } from 'zod'

import { accountMapping } from '../account-mapping.ts'
import { databaseTls } from '../database-tls.ts'
import { changeSettings } from '../sql/change-settings.ts'

/** One database of a PostgreSQL server (also 金仓 and openGauss where they speak its protocol). */
export const postgresSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(5432),
  database: z.string().min(1),
  /** Account of the inspection: read-only, ideally a member of pg_monitor. Account maintenance has a login of its own. */
  username: z.string().min(1),
  tls: databaseTls.prefault({}),
  /** How the system's own accounts are kept in this database; the login then writes exactly these tables. */
  accounts: accountMapping.optional(),
  /** Schemas whose data this login maintains, by reviewed orders only. */
  changes: changeSettings.optional(),
  /** A backup set of the whole server, by pgBackRest: its data folder on this machine. Without it the database is dumped. */
  physical: z.strictObject({ dataFolder: z.string().regex(/^\/[^\n]+$/, '数据目录须为绝对路径，如 /var/lib/postgresql/15/main') }).optional(),
})
export type PostgresSettings = z.output<typeof postgresSettings>

export const postgresSecrets = z.strictObject({ password: z.string().default('') })
export type PostgresSecrets = z.output<typeof postgresSecrets>
