import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import { formatInstant } from '#shared/instant.ts'
import { assessOccurrences, attachEvidence, recordEvidence, reportFindings, type SpineCtx } from '#spine/spine.ts'
import { catalogue } from '../checks/catalogue.ts'
import type { CheckVerdict } from '../checks/check.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { bodyRow, findingKey, FINDING_SOURCE, countVerdicts, sectionCounts } from './finish-run.ts'
import { runErrors } from './run.ts'
import { addResults, checkedItems, lockRun } from './runs.store.ts'

export type ManualAnswer = { readonly verdict: CheckVerdict; readonly note: string; readonly files: readonly ReceivedFile[] }

/**
 * A person answers a manual check of a finished run, once, with note and photographs; the answer becomes a supplement to
 * the record on the same work order. Not after the occurrence fell due: what was not looked at in time was not.
 */
export async function answerManualCheck(ctx: SpineCtx, runItemId: string, answer: ManualAnswer): Promise<void> {
  requirePermission(ctx, 'inspection:comment')
  const db = inspectionTables(ctx)
  const item = await db.selectFrom('inspection.runItem').selectAll().where('runItemId', '=', runItemId).executeTakeFirst()
  if (!item) throw runErrors['result-not-found']()
  if (!item.isManual) throw runErrors['not-manual']()
  const run = await lockRun(ctx, item.runId)
  if (run.state !== 'done') throw runErrors['not-done']()
  if (await db.selectFrom('inspection.result').select('runItemId').where('runItemId', '=', runItemId).executeTakeFirst()) throw runErrors['already-answered']()
  const order = await db.selectFrom('spine.workOrder').select('dueAt').where('workOrderId', '=', run.workOrderId).executeTakeFirstOrThrow()
  if (run.occurrenceId && order.dueAt && ctx.now > order.dueAt) throw runErrors['too-late']()

  const by = { userId: actorUserId(ctx.actor), name: actorName(ctx.actor) }
  await addResults(ctx, [{ runItemId, verdict: answer.verdict, value: null, unit: '', previous: undefined, delta: null, reason: answer.note, tookMs: null, engine: '人工检查', engineVersion: '', raw: null, capturedAt: ctx.now }], by)
  const files = answer.files.map(({ sm3, fileName, mediaType, bytes }) => ({ sm3, fileName, mediaType, bytes }))
  const [checked] = (await checkedItems(ctx, run.runId)).filter((one) => one.runItemId === runItemId)
  if (!checked) throw new Error('the answer was not kept')
  const isHazard = answer.verdict === 'attention' || answer.verdict === 'abnormal'
  const { evidenceId } = await reportFindings(ctx, {
    source: FINDING_SOURCE,
    service: 'inspection',
    subsystem: item.subsystem,
    seen: isHazard ? [{ key: findingKey(item), severity: answer.verdict === 'abnormal' ? 'abnormal' : 'attention', title: `${item.componentTitle} ${item.checkTitle}：${answer.note}`.slice(0, 300), componentId: item.componentId }] : [],
    checkedKeys: answer.verdict === 'unchecked' ? [] : [findingKey(item)],
    proof: async () => {
      const recorded = await recordEvidence(ctx, {
        kind: 'inspection-record',
        title: `巡检记录 ${run.number} 补充：${item.checkTitle}`,
        about: { service: 'inspection', subsystem: item.subsystem, run: run.number, ...(run.occurrenceId ? { occurrence: run.occurrenceId } : {}) },
        body: { run: run.number, kind: run.kind, state: 'done', subsystem: item.subsystem, template: { version: catalogue.version, sm3: run.catalogueSm3 }, supplementedAt: formatInstant(ctx.now), counts: countVerdicts([checked]), sections: sectionCounts([checked]), items: [bodyRow(checked)] },
        files,
      })
      return recorded.evidenceId
    },
  })
  // After the evidence, which is what registers files.
  if (files.length > 0) await db.insertInto('inspection.resultFile').values(files.map((file, index) => ({ runItemId, position: index + 1, ...file }))).execute()
  await attachEvidence(ctx, run.workOrderId, [evidenceId])
  if (run.occurrenceId) await assessOccurrences(ctx, [run.occurrenceId])
}
