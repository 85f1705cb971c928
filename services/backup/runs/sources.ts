import { sql } from 'kysely'
import type { Door, DumpFormat, TallyQuestion } from '#connectors/connector.ts'
import { defaultLimits } from '#connectors/connector.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { SpineCtx, SpineRuntime } from '#spine/spine.ts'
import { PHYSICAL } from '../archives/archive-row.ts'
import { backupTables } from '../database/backup-tables.ts'
import { questionsFor } from '../checks/scenarios.ts'

export const CENTRE = 'centre'
export const centreTitle = '运维中心'

/** Something that is backed up as a whole: a registered database, or a part of the centre itself. */
export type BackupSource = {
  readonly key: string
  readonly title: string
  /** A subsystem, or `centre`. */
  readonly subsystem: string
  readonly componentId: string | null
  readonly content: DumpFormat | 'files' | 'keys' | typeof PHYSICAL
  /** Of a whole server: its data folder here, and the database that the connection names. */
  readonly physical?: { readonly dataFolder: string; readonly database: string }
  /** Business questions whose answers are noted with the dump and asked again after a restore. */
  readonly questions: readonly TallyQuestion[]
}

/** What is registered to be backed up, in the register's order; then the centre itself. */
export async function listSources(ctx: Pick<SpineCtx, 'tx'>, only?: string): Promise<BackupSource[]> {
  const rows = await backupTables(ctx)
    .selectFrom('spine.component as c')
    .innerJoin('spine.connection as n', 'n.componentId', 'c.componentId')
    .innerJoin('spine.subsystem as s', 's.subsystem', 'c.subsystem')
    .select(['c.componentId', 'c.subsystem', 'c.name', 'c.title', 'n.connector', sql<string | null>`n.settings #>> '{physical,dataFolder}'`.as('dataFolder'), sql<string>`n.settings ->> 'database'`.as('database')])
    .where('c.kind', '=', 'backup-set')
    .where('c.isRetired', '=', false)
    .where(sql<boolean>`n.connector in ('postgres', 'mysql')`)
    .$if(only !== undefined, (query) => query.where('c.subsystem', '=', only as string))
    .orderBy('s.position')
    .orderBy('c.name')
    .execute()
  const registered = rows.map((row): BackupSource => ({
    key: `${row.subsystem}.${row.name}`,
    title: row.title,
    subsystem: row.subsystem,
    componentId: row.componentId,
    content: row.dataFolder !== null ? PHYSICAL : row.connector === 'postgres' ? 'postgres-custom' : 'sql',
    ...(row.dataFolder === null ? {} : { physical: { dataFolder: row.dataFolder, database: row.database } }),
    questions: row.name === 'backup' ? questionsFor(row.subsystem) : [],
  }))
  return only === undefined || only === CENTRE ? [...registered, ...centreSources] : registered
}

export const centreSources: readonly BackupSource[] = [
  { key: 'centre.database', title: '运维中心数据库', subsystem: CENTRE, componentId: null, content: 'postgres-custom', questions: questionsFor(CENTRE) },
  { key: 'centre.files', title: '运维中心文件（证据附件、锚点）', subsystem: CENTRE, componentId: null, content: 'files', questions: [] },
  { key: 'centre.keys', title: '运维中心密钥', subsystem: CENTRE, componentId: null, content: 'keys', questions: [] },
]

export function subsystemName(name: string): string {
  return subsystems.has(name) ? subsystems.titles[name] : centreTitle
}

/** A dump takes as long as it takes; what one question may take stays limited. */
const BUDGET_MS = 24 * 3_600_000

/** Towards the centre's own servers: on a busy machine a whole table takes its time, and nobody else waits there. */
const OWN_LIMITS = { ...defaultLimits, connectTimeoutMs: 60_000, questionTimeoutMs: 30 * 60_000, budgetMs: BUDGET_MS }

/** A door that dumps the source. */
export async function openSource(runtime: SpineRuntime, source: BackupSource, signal?: AbortSignal): Promise<Door> {
  if (source.componentId) return runtime.attached.openDoor(source.componentId, { budgetMs: BUDGET_MS, ...(signal ? { signal } : {}) })
  return openUrl(runtime, runtime.attached.installation.databaseUrl)
}

/** A door to a database by its address, on machines that the caller has judged: our own, or the target of an approved order. */
export async function openUrl(runtime: Pick<SpineRuntime, 'clock' | 'attached'>, url: string, database?: string): Promise<Door> {
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const kind = protocol.startsWith('postgres') ? 'postgres' : 'mysql'
  const connector = runtime.attached.connectors.get(kind)
  if (!connector) throw new Error(`no connector ${kind}`)
  const name = database ?? decodeURIComponent(pathname.slice(1))
  const settings = connector.settings.parse({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || (kind === 'postgres' ? 5432 : 3306)), username: decodeURIComponent(username), ...(name ? { database: name } : {}) })
  return connector.open({ settings, secrets: connector.secrets.parse({ password: decodeURIComponent(password) }), limits: OWN_LIMITS, allowList: { entries: ['127.0.0.0/8', '::1/128', ...(/^[\d.:[\]]+$/.test(hostname) ? [hostname.replace(/^\[(.*)\]$/, '$1')] : [hostname])] }, clock: runtime.clock })
}
