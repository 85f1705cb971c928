import { z } from 'zod'

import { accountMapping } from '../account-mapping.ts'
import { databaseTls } from '../database-tls.ts'
import { changeSettings } from '../sql/change-settings.ts'

/** A MySQL or MariaDB server, and the database that unqualified names mean. */
export const mysqlSettings = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(3306),
  database: z.string().min(1).optional(),
  /** Account of the inspection: SELECT, and for the server's own state PROCESS, REPLICATION CLIENT (MariaDB: SLAVE MONITOR). */
  username: z.string().min(1),
  tls: databaseTls.prefault({}),
  /** How the system's own accounts are kept in this database; the login then writes exactly these tables. */
  accounts: accountMapping.optional(),
  /** Databases whose data this login maintains, by reviewed orders only. */
  changes: changeSettings.optional(),
})
export type MysqlSettings = z.output<typeof mysqlSettings>

export const mysqlSecrets = z.strictObject({ password: z.string().default('') })
export type MysqlSecrets = z.output<typeof mysqlSecrets>
