import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { act } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { makeScratchFolder } from '#platform/database/scratch-server.ts'
import type { PerformedOrder } from '#spine/service.ts'
import { closeWorkOrder, defineRequestKind, deliver, lockRequest, openRequest, openWorkOrder, recordEvidence, submitRequest, type RequestKind, type SpineCtx, type SpineRuntime } from '#spine/spine.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { backupErrors, isDump } from '../archives/archive-row.ts'
import { findArchive, newestArchives } from '../archives/archives.store.ts'
import { backupActor, explain } from '../runs/perform-backup.ts'
import { listSources, openUrl } from '../runs/sources.ts'
import { primaryStorage } from '../storage/storages.ts'
import { restoreArchive } from './restore-archive.ts'

export const restoreForm = z.strictObject({
  archiveId: z.uuid(),
  archiveTitle: z.string(),
  snapshotAt: z.string(),
  subsystem: z.string(),
  /** Where to, without the password. */
  target: z.string(),
  database: z.string().min(1),
  reason: z.string().trim().min(4, '请写明恢复的理由，至少四个字').max(1_000),
  /** The whole address, sealed: nobody who reads the request sees the password. */
  sealed: z.string(),
})
export const restoreToRequest = z.strictObject({ requestId: z.uuid(), archiveId: z.uuid(), target: z.string(), database: z.string(), sealed: z.string() })
export const restoreToResult = z.strictObject({ verdict: z.enum(['passed', 'failed']), lines: z.array(z.string()), target: z.string(), seconds: z.number() })

const sealContext = (archiveId: string) => `backup/restore/${archiveId}`

/** Asks for a restore anywhere but into a scratch instance: it is carried out when the client's side has approved it. */
export async function orderRestore(ctx: SpineCtx, request: { archiveId?: string | undefined; subsystem?: string | undefined; url: string; password?: string | undefined; reason: string }) {
  requirePermission(ctx, 'backup:restore')
  const archive = request.archiveId ? await findArchive(ctx, request.archiveId) : (await newestArchives(ctx, { sourceKeys: (await listSources(ctx, request.subsystem)).map(({ key }) => key) })).find(({ content }) => isDump(content))
  if (!archive) throw backupErrors['no-archive']()
  if (!isDump(archive.content)) throw backupErrors['not-a-dump']()
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined
  const database = url ? decodeURIComponent(url.pathname.slice(1)) : ''
  const kind = archive.content === 'sql' ? /^mysql:$/ : /^postgres(ql)?:$/
  if (!url || database === '' || !kind.test(url.protocol)) throw backupErrors['bad-address']({ detail: archive.content === 'sql' ? '这份备份只能恢复到 MySQL/MariaDB' : '这份备份只能恢复到 PostgreSQL' })
  if (request.password !== undefined) url.password = encodeURIComponent(request.password)
  const form = { archiveId: archive.archiveId, archiveTitle: archive.sourceTitle, snapshotAt: archive.snapshotAt.toISOString(), subsystem: archive.subsystem, target: `${decodeURIComponent(url.username)}@${url.hostname}:${url.port || '默认端口'}/${database}`, database, reason: request.reason, sealed: ctx.secretBox.seal(url.toString(), sealContext(archive.archiveId)) }
  const opened = await openRequest(ctx, { requestId: randomUUID(), kind: restoreKind.kind, form })
  const submitted = await submitRequest(ctx, opened.requestId, opened.version)
  return { requestId: submitted.requestId, number: submitted.number, state: submitted.state, archive: archive.archiveId }
}

/** The approved order on the one flow of requests: who asks does not approve. */
export const restoreKind: RequestKind = defineRequestKind({
  kind: 'backup.restore',
  title: '恢复到新库',
  prefix: 'HF',
  form: restoreForm,
  permissions: { open: 'backup:restore', handle: 'backup:restore' },
  facts: (draft) => ({ title: `恢复 ${typeof draft['archiveTitle'] === 'string' ? draft['archiveTitle'] : ''} 到 ${typeof draft['target'] === 'string' ? draft['target'] : ''}`, subsystem: typeof draft['subsystem'] === 'string' && subsystems.has(draft['subsystem']) ? draft['subsystem'] : 'unattributed' }),
  describe: (form) => [
    { label: '备份', value: form.archiveTitle },
    { label: '数据时刻', value: form.snapshotAt },
    { label: '恢复到', value: form.target },
    { label: '新库名', value: `${form.database}（只建新库，已有同名库时拒绝）` },
    { label: '理由', value: form.reason, wide: true },
  ],
  approvals: () => [{ title: '甲方批准恢复', approver: { role: 'client-lead' }, expiresAfterWorkingDays: 5 }],
  separatesDuties: true,
  startsClock: 'approved',
  targets: () => [],
  acceptance: 'none',
  async onReady(ctx, request) {
    const { archiveId, target, database, sealed } = request.form
    await openWorkOrder(ctx, { kind: 'backup.restore-to', service: 'backup', subsystem: request.subsystem, title: request.title, requestId: request.requestId, input: { requestId: request.requestId, archiveId, target, database, sealed } })
  },
  async onWorkClosed(ctx, request, { result }) {
    const { verdict, lines } = restoreToResult.parse(result)
    await deliver(ctx, await lockRequest(ctx, request.requestId), `${verdict === 'passed' ? '已恢复并核对一致' : '恢复未成'}：${lines.join('；')}`.slice(0, 2_000))
  },
})

/** Carries an approved restore out: into a database that it makes, and reads the result back. */
export async function performRestoreTo(runtime: SpineRuntime, order: PerformedOrder): Promise<void> {
  const { archiveId, target, database, sealed } = restoreToRequest.parse(order.input)
  const archive = await act(runtime, backupActor, (ctx) => findArchive(ctx, archiveId))
  const startedAt = performance.now()
  const folder = await makeScratchFolder(runtime.attached.installation.home, 'work')
  let outcome: { verdict: 'passed' | 'failed'; lines: readonly string[] }
  try {
    const url = runtime.attached.secretBox.open(sealed, sealContext(archiveId)).toString('utf8')
    const door = await openUrl(runtime, url, archive.content === 'sql' ? '' : 'postgres')
    try {
      const { isSame, lines } = await restoreArchive(runtime, archive, primaryStorage(runtime), door, database, folder, order.signal)
      outcome = { verdict: isSame ? 'passed' : 'failed', lines: [...lines, '属主为恢复所用的账号，授权由业务系统下次启动时重建'] }
    } finally {
      await door.close()
    }
  } catch (error) {
    order.signal.throwIfAborted()
    outcome = { verdict: 'failed', lines: [explain(error).replace(/^备份未成/, '恢复未成')] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  await act(runtime, backupActor, async (ctx) => {
    const { evidenceId } = await recordEvidence(ctx, { kind: 'restore-test', title: `${archive.sourceTitle}恢复到新库 ${database}${outcome.verdict === 'passed' ? '' : '（未成）'}`, about: { service: 'backup', subsystem: archive.subsystem }, body: { verdict: outcome.verdict, subsystem: archive.subsystem, target, checks: [{ source: archive.sourceKey, archive: archiveId, level: 3, ...outcome }] } })
    await closeWorkOrder(ctx, order.workOrderId, { result: { ...outcome, target, seconds }, evidenceIds: [evidenceId], note: outcome.lines.join('；').slice(0, 300) })
  })
}

