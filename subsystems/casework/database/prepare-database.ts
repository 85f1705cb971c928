import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Clock } from '#platform/clock/clock.ts'
import { databaseUrl, ensureDatabase, withConnection } from '#platform/database/connect.ts'
import { migrate, type MigrationSet } from '#platform/database/migrate.ts'
import { platformMigrations } from '#platform/database/migrations.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import type { Connection } from './connection.ts'
import type { PersonalData } from '../personal-data.ts'
import { writeReference } from '../reference/write-reference.ts'
import type { SubsystemDefinition } from '../subsystem-definition.ts'
import { fillDatabase } from '../synthetic/fill-database.ts'
import { grantApplication, grantBackup, grantKeeper, grantProbe } from './grant-access.ts'

export type DatabaseLogin = { readonly username: string; readonly password: string }
/** `backup` reads everything; `keeper` changes data by approved orders of the operations centre, and nothing else. Both absent in a file of an earlier version. */
export type DatabaseLogins = { readonly application: DatabaseLogin; readonly probe: DatabaseLogin; readonly backup?: DatabaseLogin | undefined; readonly keeper?: DatabaseLogin | undefined }

export type PreparedDatabase = {
  /** Address with which the system itself works. */
  readonly applicationUrl: string
  /** Undefined when the given login may not create others. */
  readonly logins: DatabaseLogins | undefined
  readonly isFilled: boolean
}

const caseworkMigrations: MigrationSet = { owner: 'casework', folder: path.join(import.meta.dirname, 'migrations') }

/** Every table of a subsystem's database: the floor, the shared case work, its own field. */
export function migrationsOf(subsystem: SubsystemDefinition): readonly MigrationSet[] {
  return [platformMigrations, caseworkMigrations, subsystem.migrations]
}

/**
 * Makes the database what the program expects: tables, reference data, on the first start synthetic data, and four
 * logins: one for the system itself, which owns its own schemas and nothing else, one for inspections, which may only read, one
 * for backups, which reads everything, one for the maintenance of data.
 */
export async function prepareDatabase(options: {
  url: string
  subsystem: SubsystemDefinition
  personalData: PersonalData
  clock: Clock
  scale: number
  seed: string
  known: DatabaseLogins | undefined
  onProgress: (text: string) => void
}): Promise<PreparedDatabase> {
  const { subsystem, url } = options
  await createWhenMissing(url)
  await migrate(url, migrationsOf(subsystem), options.onProgress)
  return withConnection(url, async (client) => {
    // Two starts at once must not both find the database empty.
    await client.query('select pg_advisory_lock(7100003)')
    await writeReference(client, subsystem)
    const filled = await fillDatabase(client, options)
    const logins = await ensureLogins(client, subsystem, options.known)
    return {
      logins,
      isFilled: filled === 'filled',
      applicationUrl: logins ? withLogin(url, logins.application) : url,
    }
  })
}

/** Whether there is anything that the key file of an earlier start has sealed. */
export async function isFilledBefore(url: string): Promise<boolean> {
  try {
    return await withConnection(url, async (client) => {
      const { rows } = await client.query<{ isThere: boolean }>(`select to_regclass('master.synthetic_run') is not null as "isThere"`)
      if (!rows[0]?.isThere) return false
      const { rowCount } = await client.query('select 1 from master.synthetic_run')
      return Boolean(rowCount)
    })
  } catch (error) {
    if (databaseErrorCode(error) === '3D000') return false
    throw error
  }
}

async function createWhenMissing(url: string): Promise<void> {
  try {
    await withConnection(url, (client) => client.query('select 1'))
  } catch (error) {
    if (databaseErrorCode(error) !== '3D000') throw error
    const name = decodeURIComponent(new URL(url).pathname.slice(1))
    await ensureDatabase(databaseUrl(url, 'postgres'), name)
  }
}

/** Roles belong to the whole server: their names are taken from the database's, so that two databases never share one. */
async function ensureLogins(client: Connection, subsystem: SubsystemDefinition, known: DatabaseLogins | undefined): Promise<DatabaseLogins | undefined> {
  const { rows } = await client.query<{ name: string; mayCreate: boolean }>(
    `select current_database() as name, (rolsuper or rolcreaterole) as "mayCreate" from pg_roles where rolname = current_user`,
  )
  const { name = '', mayCreate = false } = rows[0] ?? {}
  if (!mayCreate) return undefined
  const suffix = name.replace(/^xinyun_/, '').slice(0, 40)
  const application = await ensureLogin(client, `xinyun_app_${suffix}`, known?.application.password)
  const probe = await ensureLogin(client, `xinyun_probe_${suffix}`, known?.probe.password)
  const backup = await ensureLogin(client, `xinyun_backup_${suffix}`, known?.backup?.password)
  const keeper = await ensureLogin(client, `xinyun_keeper_${suffix}`, known?.keeper?.password)
  const schemas = ['master', 'casework', subsystem.schema]
  await grantApplication(client, application.username, schemas)
  await grantProbe(client, probe.username, schemas)
  await grantBackup(client, backup.username)
  await grantKeeper(client, keeper.username, schemas)
  return { application, probe, backup, keeper }
}

async function ensureLogin(client: Connection, username: string, knownPassword: string | undefined): Promise<DatabaseLogin> {
  const password = knownPassword ?? randomBytes(24).toString('base64url')
  const role = client.escapeIdentifier(username)
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [username])
  if (!rowCount) await client.query(`create role ${role} login`)
  // Set at every start: the file is the truth, also after it was restored or the role was changed by hand.
  await client.query(`alter role ${role} login password ${client.escapeLiteral(password)}`)
  return { username, password }
}

function withLogin(url: string, login: DatabaseLogin): string {
  const parsed = new URL(url)
  parsed.username = encodeURIComponent(login.username)
  parsed.password = encodeURIComponent(login.password)
  return parsed.toString()
}
