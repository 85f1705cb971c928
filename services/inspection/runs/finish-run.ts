import { Readable } from 'node:stream'
import { formatInstant } from '#shared/instant.ts'
import { assessOccurrences, closeWorkOrder, currentContract, type FindingOutcome, recordEvidence, reportFindings, type SeenFinding, type SpineCtx } from '#spine/spine.ts'
import { checkVerdict, section } from '../api.ts'
import { catalogue, findCheck } from '../checks/catalogue.ts'
import type { CheckVerdict } from '../checks/check.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { withoutValue } from './inspect-component.ts'
import type { RunSummary, VerdictCounts } from './run.ts'
import { addResults, checkedItems, lockRun, pendingItems, type CheckedItem, type RunRow } from './runs.store.ts'

/** Source of the findings of this service. */
export const FINDING_SOURCE = 'inspection'
/** Days within which a finding is to be mended, by the severity of its check. */
const DAYS_TO_MEND = Object.freeze({ critical: 1, major: 3, minor: 10 })
/** Rows that a piece of evidence holds itself; beyond it they are in its file only. */
const ROWS_IN_BODY = 1_500

/**
 * Ends a run in one act: hazards brought into step, the record made as evidence, the work order closed with it, the
 * occurrence judged. Nothing happens when it has ended already.
 */
export async function finishRun(ctx: SpineCtx, runId: string): Promise<void> {
  const run = await lockRun(ctx, runId)
  if (run.state !== 'running') return
  const isCancelled = run.cancelRequestedAt !== null
  await settlePending(ctx, runId, isCancelled)
  const items = await checkedItems(ctx, runId)
  const counts = countVerdicts(items)
  const state = isCancelled ? 'cancelled' : 'done'
  const outcome = await reportFindings(ctx, {
    source: FINDING_SOURCE,
    service: 'inspection',
    subsystem: run.subsystem,
    seen: items.flatMap((item) => seenFinding(ctx, item)),
    checkedKeys: items.filter((item) => item.verdict !== 'unchecked').map(findingKey),
    proof: async (hazards) => (await recordRunEvidence(ctx, run, items, counts, hazards, state)).evidenceId,
  })
  const { evidenceId, ...hazards } = outcome
  await inspectionTables(ctx)
    .updateTable('inspection.run')
    .set({ state, endedAt: ctx.now, evidenceId, summary: JSON.stringify({ counts, hazards } satisfies RunSummary) })
    .where('runId', '=', runId)
    .execute()
  await closeWorkOrder(ctx, run.workOrderId, {
    result: { run: run.number, runId, state, counts, fresh: hazards.fresh.length, persisting: hazards.persisting.length, fixed: hazards.fixed.length },
    evidenceIds: [evidenceId],
    note: checkVerdict.values.map((verdict) => `${checkVerdict.titles[verdict]} ${counts[verdict]}`).join('，'),
  })
  if (run.occurrenceId) await assessOccurrences(ctx, [run.occurrenceId])
}

/** Rows without a result when a run ends are 未检 with the reason; manual rows stay open for a person. */
async function settlePending(ctx: SpineCtx, runId: string, isCancelled: boolean): Promise<void> {
  const left = (await pendingItems(ctx, runId)).filter((item) => !item.isManual)
  const reason = isCancelled ? '巡检被取消，此项未检' : '巡检结束时此项没有结果'
  await addResults(
    ctx,
    left.map((item) => withoutValue(ctx, item, 'unchecked', reason)),
    { userId: null, name: '自动巡检' },
  )
}

export function countVerdicts(items: ReadonlyArray<{ verdict: string }>): VerdictCounts {
  const counts: Record<CheckVerdict, number> = { normal: 0, attention: 0, abnormal: 0, unchecked: 0 }
  for (const { verdict } of items) if (checkVerdict.has(verdict)) counts[verdict] += 1
  return counts
}

export function findingKey(item: { componentId: string | null; checkCode: string }): string {
  return `${item.componentId ?? '-'}:${item.checkCode}`
}

function seenFinding(ctx: SpineCtx, item: CheckedItem): SeenFinding[] {
  if (item.verdict !== 'attention' && item.verdict !== 'abnormal') return []
  const days = DAYS_TO_MEND[findCheck(item.checkCode)?.severity ?? 'major']
  return [
    {
      key: findingKey(item),
      severity: item.verdict,
      title: `${item.componentTitle} ${item.checkTitle}：${item.reason || '结论为异常'}`.slice(0, 300),
      componentId: item.componentId,
      subsystem: item.subsystem,
      dueAt: new Date(ctx.now.getTime() + days * 86_400_000),
    },
  ]
}

async function recordRunEvidence(ctx: SpineCtx, run: RunRow, items: readonly CheckedItem[], counts: VerdictCounts, hazards: FindingOutcome, state: string) {
  const obligation = run.occurrenceId ? await obligationOf(ctx, run.occurrenceId) : undefined
  const contract = await currentContract(ctx)
  const rows = items.map(bodyRow)
  const numbers = (list: FindingOutcome['fresh']) => list.map((one) => one.number)
  const file = await storeCaptures(ctx, run, items)
  return recordEvidence(ctx, {
    kind: 'inspection-record',
    title: `巡检记录 ${run.number}（${run.title}）`,
    about: { contract: contract.code, service: 'inspection', subsystem: run.subsystem, run: run.number, ...(obligation ? { obligation: obligation.code, clause: obligation.clause, occurrence: run.occurrenceId ?? '' } : {}) },
    body: {
      run: run.number,
      kind: run.kind,
      state,
      subsystem: run.subsystem,
      template: { version: catalogue.version, sm3: run.catalogueSm3 },
      startedAt: formatInstant(run.startedAt),
      endedAt: formatInstant(ctx.now),
      counts,
      sections: sectionCounts(items),
      hazards: { fresh: numbers(hazards.fresh), persisting: numbers(hazards.persisting), fixed: numbers(hazards.fixed) },
      itemCount: rows.length,
      ...(rows.length <= ROWS_IN_BODY ? { items: rows } : {}),
    },
    files: [file],
  })
}

/** Verdict counts of each section that the run covers: what the judgement of 合同 M3-05 looks at. */
export function sectionCounts(items: ReadonlyArray<{ section: string; verdict: string }>): Record<string, VerdictCounts> {
  const covered = section.values.filter((name) => items.some((item) => item.section === name))
  return Object.fromEntries(covered.map((name) => [name, countVerdicts(items.filter((item) => item.section === name))]))
}

export function bodyRow(item: CheckedItem) {
  const plain = (value: unknown) => (value === undefined ? null : (value as string | number | boolean | null))
  return {
    subsystem: item.subsystem,
    component: item.componentTitle,
    componentId: item.componentId,
    check: item.checkCode,
    title: item.checkTitle,
    section: item.section,
    verdict: item.verdict,
    value: plain(item.value),
    unit: item.unit,
    rule: item.judge as Record<string, unknown>,
    override: item.checkOverrideId,
    previous: plain(item.previous),
    delta: item.delta,
    reason: item.reason,
    tookMs: item.tookMs,
    engine: [item.engine, item.engineVersion].filter(Boolean).join(' '),
    capturedAt: formatInstant(item.capturedAt),
    capturedBy: item.capturedByName,
  }
}

/** Everything that the targets said, one line a row, kept by content hash with the evidence. */
async function storeCaptures(ctx: SpineCtx, run: RunRow, items: readonly CheckedItem[]) {
  const db = inspectionTables(ctx)
  const lines = async function* () {
    for (const item of items) {
      const { raw } = await db.selectFrom('inspection.result').select('raw').where('runItemId', '=', item.runItemId).executeTakeFirstOrThrow()
      yield `${JSON.stringify({ ...bodyRow(item), raw })}\n`
    }
  }
  return { ...(await ctx.files.put(Readable.from(lines()))), fileName: `${run.number} 原始应答.jsonl`, mediaType: 'application/x-ndjson' }
}

async function obligationOf(ctx: SpineCtx, occurrenceId: string) {
  return inspectionTables(ctx)
    .selectFrom('spine.occurrence as o')
    .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
    .select(['b.code', 'b.clause'])
    .where('o.occurrenceId', '=', occurrenceId)
    .executeTakeFirst()
}
