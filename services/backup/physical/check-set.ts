import { chmod, chown, mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Tally } from '#connectors/connector.ts'
import { ConnectorError } from '#connectors/connector.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { findServerProgram, startRestoredServer } from '#platform/database/restored-server.ts'
import { isReachableBy } from '#platform/database/server-user.ts'
import { type ArchiveStorage, bytesBelow } from '#platform/storage/archive-storage.ts'
import { isAtLeast } from '#platform/tools/find-tool.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { backupErrors, keptTally, physicalFacts, type ArchiveRow, type PhysicalFacts } from '../archives/archive-row.ts'
import { compareTally } from '../checks/compare-tally.ts'
import type { ReadBack } from '../checks/read-back.ts'
import { questionsFor } from '../checks/scenarios.ts'
import { openUrl } from '../runs/sources.ts'
import { listSets } from './sets.ts'
import { openStanza, runPgbackrest, VERIFIES_ONE_SET, type Stanza } from './stanza.ts'

/** A physical copy has every database of the server; that they are there is asked beside the business questions. */
export const DATABASES = { name: '服务器上的各数据库', sql: "select string_agg(datname, '、' order by datname) from pg_catalog.pg_database" } as const

const folderOf = (stanza: Stanza, label: string) => path.join(stanza.folder, 'repo', 'backup', stanza.name, label)

export const manifestOf = (stanza: Stanza, label: string) => readFile(path.join(folderOf(stanza, label), 'backup.manifest'))
export const setBytes = (stanza: Stanza, label: string) => bytesBelow(folderOf(stanza, label))

/** Level 1: pgBackRest knows the set, its files have the size that was noted, its manifest is the one that was noted, and the full set that it needs is there. */
export async function lookAtSet(runtime: SpineRuntime, archive: ArchiveRow): Promise<ReadBack> {
  const stanza = await openStanza(runtime.attached.installation.home, archive.sourceKey)
  const { label, prior } = physicalFacts.parse(archive.physical)
  const known = (await listSets(stanza)).map((set) => set.label)
  const missing = [label, ...(prior === null ? [] : [prior])].filter((one) => !known.includes(one))
  if (missing.length > 0) return { verdict: 'failed', lines: [`pgBackRest 的仓库中没有 ${missing.join('、')}`] }
  const manifest = await manifestOf(stanza, label).catch(() => undefined)
  if (!manifest) return { verdict: 'failed', lines: [`备份清单 ${label}/backup.manifest 不在`] }
  if (sm3(manifest) !== archive.sm3) return { verdict: 'failed', lines: ['备份清单的 SM3 摘要与备份目录中的不同'] }
  const bytes = await setBytes(stanza, label)
  if (bytes !== archive.bytes) return { verdict: 'failed', lines: [`文件共 ${bytes} 字节，备份目录记录为 ${archive.bytes} 字节`] }
  return { verdict: 'passed', lines: [`备份 ${label} 在位，${bytes} 字节，清单的 SM3 摘要一致${prior === null ? '' : `，所依赖的全量 ${prior} 在位`}`] }
}

/** Level 2: every file of the repository read back, deciphered, decompressed and held against the manifest; the WAL that it needs too. */
export async function readBackSet(runtime: SpineRuntime, archive: ArchiveRow, signal?: AbortSignal): Promise<ReadBack> {
  const looked = await lookAtSet(runtime, archive)
  if (looked.verdict === 'failed') return looked
  const { verdict, lines } = await verifySet(await openStanza(runtime.attached.installation.home, archive.sourceKey), physicalFacts.parse(archive.physical), signal)
  return { verdict, lines: [...looked.lines, ...lines] }
}

type Verified = Pick<PhysicalFacts, 'label' | 'walStart' | 'walStop'>

/**
 * What `verify` says of this set (files that it has from its full one are counted to it) and of the WAL that makes it consistent. It reads other sets too, whose trouble is told but
 * costs this one nothing; it ends with 0 whatever it found, and does not miss WAL that is gone: that is looked for here.
 */
export async function verifySet(stanza: Stanza, { label, walStart, walStop }: Verified, signal?: AbortSignal): Promise<ReadBack> {
  const isOneSet = isAtLeast(stanza.tool.version, VERIFIES_ONE_SET, 2)
  const said = await runPgbackrest(stanza, 'verify', ['--output=text', '--verbose', '--log-level-console=info', ...(isOneSet ? [`--set=${label}`] : [])], signal)
  const sets = new Map([...said.matchAll(/^ {2}backup: (\S+), status: (\w+).*\n\s*(.*)$/gm)].map(([, name = '', status, counts = '']) => [name, { status, counts }]))
  const wal = [...new Set([...said.matchAll(/(?:invalid|missing).*\/([0-9A-F]{24})-/g)].map(([, segment = '']) => segment))]
  const ours = wal.filter((segment) => segment >= walStart && segment <= walStop)
  const own = sets.get(label)
  const lacking = await missingWal(stanza, [walStart, walStop])
  const problems = [
    ...(own?.status === 'valid' ? [] : [own ? `${label} ${own.status}（${own.counts}）` : `没有说到 ${label}`]),
    ...(ours.length > 0 ? [`WAL 段 ${ours.join('、')} 已损坏`] : []),
    ...(lacking.length > 0 ? [`WAL 段 ${lacking.join('、')} 不在`] : []),
  ]
  if (problems.length > 0) return { verdict: 'failed', lines: [`pgbackrest verify 不通过：${problems.join('；')}`] }
  const others = [...[...sets].filter(([name, { status }]) => name !== label && status !== 'valid').map(([name]) => name), ...wal.filter((segment) => !ours.includes(segment))]
  return { verdict: 'passed', lines: [`pgbackrest verify 读回全部文件与所需的 WAL（${walStart} – ${walStop}），校验一致`, ...(others.length > 0 ? [`仓库中另有不可读的：${others.slice(0, 10).join('、')}`] : [])] }
}

/** A segment is kept as `SEGMENT-DIGEST.zst` below the folder of its first sixteen digits. */
async function missingWal(stanza: Stanza, segments: readonly string[]): Promise<string[]> {
  const kept = (await readdir(path.join(stanza.folder, 'repo', 'archive', stanza.name), { recursive: true }).catch(() => [])).map((name) => /([0-9A-F]{24})-[0-9a-f]{40}(\.[a-z0-9]+)?$/.exec(name)?.[1])
  return [...new Set(segments)].filter((segment) => !kept.includes(segment))
}

/** Restores the set into a data folder of its own and has a server of the same major version recover it to the moment at which the set ended. */
export async function restoreSet(runtime: SpineRuntime, archive: ArchiveRow, _storage: ArchiveStorage, folder: string, signal?: AbortSignal): Promise<{ tally: Tally; isSame: boolean; lines: string[] }> {
  const stanza = await openStanza(runtime.attached.installation.home, archive.sourceKey)
  const { label, lsnStop, superuser, database, moved } = physicalFacts.parse(archive.physical)
  const program = await findServerProgram(archive.serverVersion)
  const [root, data, tablespaces] = [path.join(folder, 'postgres'), path.join(folder, 'postgres', 'data'), path.join(folder, 'postgres', 'tablespaces')]
  for (const one of [root, data, tablespaces]) {
    await mkdir(one, { mode: 0o700 })
    if (stanza.user) await chown(one, stanza.user.uid, stanza.user.gid)
  }
  await chmod(root, 0o711)
  if (stanza.user && !(await isReachableBy(stanza.user, data))) throw backupErrors['not-its-user']({ detail: `系统用户 ${stanza.user.name} 进不了 ${data}` })
  await runPgbackrest(stanza, 'restore', [`--set=${label}`, '--type=immediate', '--target-action=promote', '--archive-mode=off', `--pg1-path=${data}`, `--tablespace-map-all=${tablespaces}`], signal)
  const url = await startRestoredServer({ root, program, superuser, user: stanza.user, ...(signal ? { signal } : {}) })
  const door = await openUrl(runtime, url, database)
  try {
    if (!door.tally) throw new ConnectorError('unsupported', '该连接方式不能核对')
    const noted = keptTally.parse(archive.tally)
    const questions = [...questionsFor(archive.subsystem), DATABASES].filter(({ name }) => name in noted.answers)
    const tally = await door.tally({ database, questions, sample: { like: noted.tables }, ...(signal ? { signal } : {}) })
    const structure = Object.fromEntries(Object.entries(tally.structure).filter(([name]) => name in noted.structure))
    const { isSame, lines } = compareTally(noted, { ...tally, structure })
    return {
      tally,
      isSame,
      lines: [
        `用 ${stanza.tool.name} ${stanza.tool.version} 恢复到临时数据目录，由 PostgreSQL ${program.version} 还原到备份结束时（LSN ${lsnStop}）并启动`,
        `核对的是库 ${database} 的结构与抽样的 ${noted.tables.length} 张表（大表抽部分数据块），不是每一行；其他库只核对是否都在`,
        ...(moved.length > 0 ? [`备份期间有写入，未核对内容的抽样表：${moved.slice(0, 10).join('、')}${moved.length > 10 ? ` 等 ${moved.length} 张` : ''}`] : []),
        ...lines,
      ],
    }
  } finally {
    await door.close()
  }
}
