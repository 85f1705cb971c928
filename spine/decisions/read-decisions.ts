import { sql } from 'kysely'
import type { EndpointInput } from '#shared/define-api.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { OccurrenceCounts } from '#spine/contracts/plan-occurrences.ts'
import { previewDefaultChange } from '#spine/contracts/preview-default-change.ts'
import { problemsOfDecisions, type DefaultDecision } from '#spine/contracts/settle-defaults.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import type { decisionsApi } from './api.ts'
import { decisionErrors } from './decision.ts'

type ListInput = EndpointInput<(typeof decisionsApi)['endpoints']['listDecisions']>['query']

export async function listDecisions(ctx: SpineCtx, filter: ListInput) {
  let query = spineTables(ctx)
    .selectFrom('spine.decision as d')
    .leftJoin('spine.decision as r', 'r.revokesDecisionId', 'd.decisionId')
    .leftJoin('platform.userAccount as u', 'u.userId', 'd.recordedBy')
    .select(['d.decisionId', 'd.kind', 'd.subject', 'd.reason', 'd.effectiveOn', 'd.decidedByName', 'd.decidedOn', 'd.proofSm3', 'd.recordedAt', 'u.displayName as recordedByName', 'r.decisionId as revokedByDecisionId'])
  if (filter.kind) query = query.where('d.kind', '=', filter.kind)
  if (filter.search) query = query.where('d.reason', 'ilike', containing(filter.search))
  return pageOf(spineTables(ctx), query, filter, { sortable: { recordedAt: sql.ref('d.recorded_at'), effectiveOn: sql.ref('d.effective_on') }, order: sql`d.recorded_at desc, d.decision_id` })
}

const EXAMPLES = 12

/** What a changed default would add, remove and move, counted by cell, before anybody decides. */
export async function previewDecision(ctx: SpineCtx, change: DefaultDecision) {
  const contract = await currentContract(ctx)
  const problems = problemsOfDecisions(contract.document, [change])
  if (problems.length > 0) throw decisionErrors['unknown-option']({ problems })
  const preview = previewDefaultChange(
    { document: contract.document, decisions: await defaultDecisions(ctx, contract.contractId), calendar: ctx.calendar(), from: contract.termFrom, to: contract.termTo < change.effectiveOn ? addDays(change.effectiveOn, 365) : contract.termTo },
    change,
  )
  const example = (word: string) => (one: { title: string; subsystem: string; dueAt: string }) => ({ change: word, title: one.title, subsystem: one.subsystem, dueAt: one.dueAt })
  return {
    counts: changedCounts(preview.before, preview.after),
    added: preview.added.length,
    removed: preview.removed.length,
    moved: preview.moved.length,
    examples: [
      ...preview.added.slice(0, EXAMPLES).map(example('新增')),
      ...preview.removed.slice(0, EXAMPLES).map(example('取消')),
      ...preview.moved.slice(0, EXAMPLES).map(({ after }) => example('移动')(after)),
    ],
  }
}

function changedCounts(before: OccurrenceCounts, after: OccurrenceCounts) {
  const cells = new Set([...Object.entries(before), ...Object.entries(after)].flatMap(([service, row]) => Object.keys(row).map((subsystem) => `${service} ${subsystem}`)))
  return [...cells].flatMap((cell) => {
    const [service = '', subsystem = ''] = cell.split(' ')
    const counts = { before: before[service]?.[subsystem] ?? 0, after: after[service]?.[subsystem] ?? 0 }
    return counts.before === counts.after ? [] : [{ service, subsystem, ...counts }]
  })
}
