import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Tally } from '#connectors/connector.ts'
import { ConnectorError } from '#connectors/connector.ts'
import { act } from '#platform/context/runtime.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { sql } from 'kysely'
import { businessDate } from '#shared/instant.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { backupErrors, type PhysicalFacts } from '../archives/archive-row.ts'
import { levelReached } from '../archives/archives.store.ts'
import type { ReadBack } from '../checks/read-back.ts'
import { backupTables } from '../database/backup-tables.ts'
import type { NewArchive } from '../runs/runs.store.ts'
import { openSource, type BackupSource } from '../runs/sources.ts'
import { DATABASES, manifestOf, setBytes, verifySet } from './check-set.ts'
import { expireSets, listSets, type BackupSet } from './sets.ts'
import { archiveLines, prepareStanza, runPgbackrest, setName, type Stanza } from './stanza.ts'

/** A full set every seventh day, differences from it on the others. */
const FULL_AGE_MS = 6.5 * 86_400_000
/** Tables whose rows are read before and after: another choice every day, and of a large one some blocks. */
const SAMPLE = { count: 100, bytesEach: 256 * 1024 }

export type PhysicalBackup = Omit<NewArchive, 'runId' | 'source' | 'startedAt' | 'escrowId' | 'log'>

type Run = { readonly runId: string; readonly storage: string; readonly signal: AbortSignal | undefined; log(text: string): void }

/**
 * A set of the whole server by pgBackRest, proven readable. What was noted of the sampled tables holds for the end of the set only where it was the same
 * before and after: the others are named, and not compared after a restore.
 */
export async function backUpServer(runtime: SpineRuntime, source: BackupSource, { runId, storage, signal, log }: Run): Promise<PhysicalBackup> {
  if (!source.physical) throw new Error(`${source.key} is no physical source`)
  const door = await openSource(runtime, source, signal)
  try {
    if (!door.query || !door.tally) throw new ConnectorError('unsupported', '该连接方式不能做物理备份')
    const server = await readServer(door.query, source.physical.dataFolder)
    const stanza = await prepareStanza(runtime.attached.installation.home, source.key, { ...source.physical, ...server })
    log(`用 ${stanza.tool.name} ${stanza.tool.version} 备份 ${source.title}（整个服务器，数据目录 ${source.physical.dataFolder}）`)
    await createStanza(stanza, log)
    requireArchiving(stanza, server.settings)
    const kind = await nextKind(runtime, stanza, source)
    const noting = { questions: [...source.questions, DATABASES], ...(signal ? { signal } : {}) }
    const before = await door.tally({ ...noting, sample: { ...SAMPLE, seed: businessDate(runtime.clock.now()) } })
    const said = await backUp(stanza, [`--type=${kind}`, `--annotation=run=${runId}`], log, signal)
    for (const line of said.split('\n').filter((one) => /WARN:|new backup label|backup size/.test(one))) log(line.replace(/^[-\d: .]+P\d\d +(INFO|WARN): /, ''))
    const set = (await listSets(stanza)).find(({ annotation }) => annotation?.['run'] === runId)
    if (!set) throw new Error('pgBackRest 称已完成，但仓库中没有这次的备份')
    const after = await door.tally({ ...noting, sample: { like: before.tables } })
    if (set.error) throw new Error(`备份时读到页校验和错误的文件，服务器的数据文件已有损坏，请立即检查磁盘与数据库：${set.label}`)
    const { tally, moved } = agreed(before, after)
    const verification = await verifySet(stanza, { label: set.label, walStart: set.archive.start, walStop: set.archive.stop }, signal)
    if (verification.verdict !== 'passed') throw new Error(`写成后读回核对不符：${verification.lines.join('；')}`)
    log(verification.lines.join('；'))
    return { ...(await catalogued(stanza, source, set, server.version)), storage, tally, tool: { name: stanza.tool.name, version: stanza.tool.version }, verification: withMoved(verification, moved), physical: factsOf(stanza, set, { moved, superuser: server.superuser, database: source.physical.database }) }
  } finally {
    await door.close()
  }
}

type Server = { readonly port: number; readonly socketFolder: string; readonly version: string; readonly superuser: string; readonly settings: ReadonlyMap<string, string> }

/** What the server says of itself; that it is the one whose data folder was registered. */
async function readServer(query: NonNullable<Awaited<ReturnType<typeof openSource>>['query']>, dataFolder: string): Promise<Server> {
  const names = ['data_directory', 'port', 'unix_socket_directories', 'wal_level', 'archive_mode', 'archive_command', 'server_version']
  const { rows } = await query('select name, setting from pg_catalog.pg_settings where name = any($1)', [names])
  const settings = new Map(rows.map(([name, setting]) => [String(name), String(setting)]))
  const told = settings.get('data_directory')
  if (told === undefined) throw backupErrors['not-this-server']({ detail: '备份账号看不到服务器的设置，请执行 grant pg_read_all_settings to 备份账号' })
  const [ours, theirs] = await Promise.all([dataFolder, told].map((folder) => stat(folder).catch(() => undefined)))
  if (path.resolve(told) !== path.resolve(dataFolder) && (!ours || !theirs || ours.ino !== theirs.ino || ours.dev !== theirs.dev)) throw backupErrors['not-this-server']({ detail: `登记的是 ${dataFolder}，服务器自己说是 ${told}` })
  const socketFolder = settings.get('unix_socket_directories')?.split(',')[0]?.trim() ?? ''
  if (!socketFolder.startsWith('/')) throw backupErrors['not-this-server']({ detail: '服务器没有本地套接字（unix_socket_directories），pgBackRest 只经它连接' })
  const { rows: who } = await query('select rolname from pg_catalog.pg_roles where oid = 10')
  return { port: Number(settings.get('port')), socketFolder, version: (settings.get('server_version') ?? '').split(' ')[0] ?? '', superuser: String(who[0]?.[0]), settings }
}

async function createStanza(stanza: Stanza, log: (text: string) => void): Promise<void> {
  const isThere = await stat(path.join(stanza.folder, 'repo', 'backup', stanza.name, 'backup.info')).then(() => true, () => false)
  if (isThere) return
  await runPgbackrest(stanza, 'stanza-create')
  log(`建立库组 ${stanza.name}`)
}

function requireArchiving(stanza: Stanza, settings: ReadonlyMap<string, string>): void {
  const command = settings.get('archive_command') ?? ''
  const isOurs = command.includes('archive-push') && command.includes(stanza.config) && command.includes(`--stanza=${stanza.name}`)
  if (settings.get('wal_level') !== 'minimal' && ['on', 'always'].includes(settings.get('archive_mode') ?? '') && isOurs) return
  throw backupErrors['no-wal-archive']({ detail: `请在服务器的 postgresql.conf 写入 ${archiveLines(stanza).join(' ； ')} 并重启（只改 archive_command 时重载即可）；本日内自动重试` })
}

/** A difference is taken only from a full set of the catalogue that proved readable. Sets that a killed run left behind go first, lest one be built on. */
async function nextKind(runtime: SpineRuntime, stanza: Stanza, source: BackupSource): Promise<'full' | 'diff'> {
  const { now, archives } = await act(runtime, { kind: 'system', name: '自动备份' }, async (ctx) => ({
    now: ctx.now,
    archives: await backupTables(ctx).selectFrom('backup.archive as a').leftJoin('backup.removal as x', 'x.archiveId', 'a.archiveId').select(['a.archiveId', 'a.startedAt', sql<string>`a.physical ->> 'label'`.as('label'), levelReached('a.archive_id').as('level')]).where('a.sourceKey', '=', source.key).where('x.archiveId', 'is', null).execute(),
  }))
  const sets = await listSets(stanza)
  const strays = sets.filter(({ annotation }) => annotation?.['run'] !== undefined && !archives.some(({ archiveId }) => archiveId === annotation['run']))
  // The only full set of a repository cannot go before there is another.
  await expireSets(stanza, strays.map(({ label }) => label)).catch(() => {})
  const full = sets.findLast(({ type }) => type === 'full')
  const known = archives.find(({ label }) => label === full?.label)
  return known && known.level >= 2 && now.getTime() - known.startedAt.getTime() < FULL_AGE_MS ? 'diff' : 'full'
}

/** After a major upgrade of the server the stanza follows it, and pgBackRest begins with a full set. */
async function backUp(stanza: Stanza, parameters: readonly string[], log: (text: string) => void, signal: AbortSignal | undefined): Promise<string> {
  const backUpOnce = () => runPgbackrest(stanza, 'backup', ['--log-level-console=info', ...parameters], signal)
  return backUpOnce().catch(async (error: unknown) => {
    if (!(error instanceof Error && /do(?:es)? not match (?:the )?(?:stanza|database)/.test(error.message))) throw error
    await runPgbackrest(stanza, 'stanza-upgrade')
    log(`服务器已升级或换过，库组 ${stanza.name} 随之更新`)
    return backUpOnce()
  })
}

function agreed(before: Tally, after: Tally): { tally: Tally; moved: string[] } {
  const later = new Map(after.tables.map((table) => [table.name, table]))
  const isSame = ({ name, rows, digest }: Tally['tables'][number]) => later.get(name)?.rows === rows && later.get(name)?.digest === digest
  const same = <T>(one: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(one).filter(([name, value]) => other[name] === value))
  const tables = before.tables.filter(isSame)
  return { tally: { tables, structure: same(before.structure, after.structure), answers: same(before.answers, after.answers), bytes: after.bytes }, moved: before.tables.filter((table) => !isSame(table)).map(({ name }) => name) }
}

function withMoved({ verdict, lines }: ReadBack, moved: readonly string[]): ReadBack {
  return { verdict, lines: moved.length === 0 ? lines : [...lines, `备份期间有写入、恢复后不核对内容的抽样表 ${moved.length} 张`] }
}

function factsOf(stanza: Stanza, { label, type, prior, archive, lsn }: BackupSet, more: Pick<PhysicalFacts, 'moved' | 'superuser' | 'database'>): PhysicalFacts {
  return { stanza: stanza.name, label, kind: type, prior, walStart: archive.start, walStop: archive.stop, lsnStart: lsn.start, lsnStop: lsn.stop, ...more }
}

/** Digested is the manifest, in which pgBackRest keeps the digest of every file. */
async function catalogued(stanza: Stanza, source: BackupSource, { label, info, timestamp }: BackupSet, version: string) {
  return {
    objectName: setName(source.key, label),
    written: { bytes: await setBytes(stanza, label), rawBytes: info.delta, sm3: sm3(await manifestOf(stanza, label)) },
    keyId: 'aes-256-cbc',
    engine: 'postgresql',
    serverVersion: version,
    snapshotAt: new Date(timestamp.stop * 1_000),
  }
}
