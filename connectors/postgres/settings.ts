import { z } from 'zod'

import { databaseTls } from '../database-tls.ts'

/** One database of a PostgreSQL server (also 金仓 and openGauss where they speak its protocol). */
export const postgresSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(5432),
  database: z.string().min(1),
  /** Account of the inspection: read-only, ideally a member of pg_monitor. */
  username: z.string().min(1),
  tls: databaseTls.prefault({}),
})
export type PostgresSettings = z.output<typeof postgresSettings>

export const postgresSecrets = z.strictObject({ password: z.string().default('') })
export type PostgresSecrets = z.output<typeof postgresSecrets>
