import { ConnectorError, type Dump, type Tally, type UsedTool } from '#connectors/connector.ts'
import { type WrittenArchive, writeArchive } from '#platform/archives/archive.ts'
import { act } from '#platform/context/runtime.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { formatInstant } from '#shared/instant.ts'
import type { SpineRuntime } from '#spine/spine.ts'
import { backupErrors, PHYSICAL } from '../archives/archive-row.ts'
import { currentEscrow } from '../escrow/escrow-key.ts'
import { primaryStorage } from '../storage/storages.ts'
import { copyAway } from '../storage/copy-away.ts'
import { readBack } from '../checks/read-back.ts'
import { backUpServer } from '../physical/back-up-server.ts'
import { dumpFiles, listFileSet } from './file-set.ts'
import { addArchive, beginRun, beat, endRun } from './runs.store.ts'
import { openSource, type BackupSource } from './sources.ts'

export const backupActor = { kind: 'system', name: '自动备份' } as const

/** What one run came to. `unchecked`: it could not even be tried (no tool, no recovery code), and says with what cure. */
export type RunOutcome = { readonly runId: string; readonly state: 'done' | 'failed' | 'unchecked'; readonly problem: string }

const BEAT_MS = 5_000

type Dumped = { readonly content: AsyncIterable<Buffer>; readonly tally: Promise<Tally>; readonly tool: UsedTool; readonly snapshotAt: Date; readonly engine: string; readonly serverVersion: string; close(): Promise<void> }

/**
 * Backs up one source: dump, archive, catalogue, and a full reading back from the storage before it counts as done. A run that
 * was killed is found by its silence at the next try, and what it left is cleared then. Never throws for what the target does.
 */
export async function performBackup(runtime: SpineRuntime, source: BackupSource, order: { readonly workOrderId: string | null; readonly signal?: AbortSignal }): Promise<RunOutcome> {
  const storage = primaryStorage(runtime)
  const begun = await act(runtime, backupActor, (ctx) => beginRun(ctx, source, order.workOrderId))
  if (!begun) throw backupErrors.running({ detail: source.title })
  // Its manifest too: a run may die between the two.
  for (const name of begun.leftovers.flatMap((one) => [one, `${one}.json`])) {
    await storage.removeUnfinished(name)
    await storage.remove(name)
  }
  const { runId, objectName } = begun
  let rawBytes = 0
  const beating = setInterval(() => void act(runtime, backupActor, (ctx) => beat(ctx, runId, rawBytes)).catch(() => {}), BEAT_MS)
  const lines: string[] = []
  const log = (text: string) => void lines.push(`${formatInstant(runtime.clock.now())} ${text}`)
  let isWritten = false
  try {
    const startedAt = runtime.clock.now()
    if (source.content === PHYSICAL) {
      const made = await backUpServer(runtime, source, { runId, storage: storage.title, signal: order.signal, log })
      await act(runtime, backupActor, (ctx) => addArchive(ctx, { ...made, runId, source, startedAt, escrowId: null, log: lines.join('\n') }))
      return { runId, state: 'done', problem: '' }
    }
    const escrow = await act(runtime, backupActor, (ctx) => currentEscrow(ctx))
    if (source.content === 'keys' && !escrow) throw backupErrors['no-escrow']()
    const dumped = await openDump(runtime, source, startedAt, order.signal)
    let written: WrittenArchive
    try {
      log(`用 ${dumped.tool.name} ${dumped.tool.version} 导出${source.title}（${dumped.engine} ${dumped.serverVersion}）`)
      written = await writeArchive({
        archive: runId,
        content: source.content,
        startedAt: formatInstant(startedAt),
        source: dumped.content,
        // Keys are opened by the recovery code alone: whoever has the master key needs no copy of it.
        box: source.content === 'keys' ? undefined : runtime.attached.secretBox,
        escrow,
        write: async (bytes) => {
          await storage.write(objectName, bytes)
          isWritten = true
        },
        onRawBytes: (bytes) => (rawBytes = bytes),
      })
    } finally {
      await dumped.close()
    }
    log(`写入 ${storage.title}：${written.bytes} 字节（压缩前 ${written.rawBytes}），SM3 ${written.sm3}`)
    const tally = await dumped.tally
    const read = await readBack(storage, objectName, { archive: runId, sm3: written.sm3, bytes: written.bytes, rawBytes: written.rawBytes }, { box: runtime.attached.secretBox, ...(escrow ? { escrow } : {}) })
    if (read.verdict !== 'passed') throw new Error(`写成后读回核对不符：${read.lines.join('；')}`)
    log('从存储读回全部内容，摘要与逐段校验一致')
    // The manifest lies beside the archive, so that the catalogue can be made again from the storage alone.
    const manifest = { archive: runId, source: source.key, content: source.content, tool: dumped.tool, engine: dumped.engine, serverVersion: dumped.serverVersion, startedAt: formatInstant(startedAt), endedAt: formatInstant(runtime.clock.now()), bytes: written.bytes, rawBytes: written.rawBytes, sm3: written.sm3, tally }
    await storage.write(`${objectName}.json`, oneBuffer(JSON.stringify(manifest)))
    await act(runtime, backupActor, (ctx) => addArchive(ctx, { runId, source, objectName, storage: storage.title, written, keyId: written.header.key?.split('.')[1] ?? '', tally, tool: dumped.tool, engine: dumped.engine, serverVersion: dumped.serverVersion, snapshotAt: dumped.snapshotAt, startedAt, escrowId: escrow?.id ?? null, verification: read, log: lines.join('\n') }))
  } catch (error) {
    order.signal?.throwIfAborted()
    if (isWritten) await Promise.all([storage.remove(objectName), storage.remove(`${objectName}.json`)]).catch(() => {})
    const state = isOurLack(error) ? 'unchecked' : 'failed'
    const problem = explain(error)
    log(problem)
    await act(runtime, backupActor, (ctx) => endRun(ctx, runId, { state, problem, log: lines.join('\n'), rawBytes }))
    return { runId, state, problem }
  } finally {
    clearInterval(beating)
    await storage.close()
  }
  await copyAway(runtime, runId)
  return { runId, state: 'done', problem: '' }
}

async function openDump(runtime: SpineRuntime, source: BackupSource, startedAt: Date, signal: AbortSignal | undefined): Promise<Dumped> {
  if (source.content === 'files' || source.content === 'keys') {
    const { home } = runtime.attached.installation
    const dump = await dumpFiles(home, await listFileSet(home, source.content), signal)
    return { ...dump, snapshotAt: startedAt, engine: 'files', serverVersion: '', close: async () => {} }
  }
  const door = await openSource(runtime, source, signal)
  try {
    if (!door.dump) throw new ConnectorError('unsupported', '该连接方式不能备份')
    const dump: Dump = await door.dump({ questions: source.questions, ...(signal ? { signal } : {}) })
    return { content: dump.content, tally: dump.tally, tool: dump.tool, snapshotAt: dump.snapshotAt, engine: door.identity.engine, serverVersion: door.identity.version, close: () => door.close() }
  } catch (error) {
    await door.close()
    throw error
  }
}

const LACKS: readonly string[] = ['backup.no-escrow', 'backup.no-pgbackrest', 'backup.not-its-user']

/** Something here is missing, not there: the day is 未检 with the cure. */
export function isOurLack(error: unknown): boolean {
  return (error instanceof ConnectorError && (error.failure === 'tool-missing' || error.failure === 'address-not-allowed')) || (error instanceof AppError && LACKS.includes(error.code))
}

export function explain(error: unknown): string {
  if (error instanceof ConnectorError || error instanceof AppError) return error.message.slice(0, 2_000)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return '存储空间不足，归档未写成，未完成的文件已清除。请清理或扩容备份目录所在磁盘，本日稍后自动重试'
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return `备份目录不可写：${error instanceof Error ? error.message : ''}。请检查目录权限`
  return `备份未成：${error instanceof Error ? error.message : String(error)}`.slice(0, 2_000)
}

async function* oneBuffer(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
