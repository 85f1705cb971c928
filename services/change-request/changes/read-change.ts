import { actorUserId } from '#platform/context/context.ts'
import { isPermitted, requirePermission } from '#platform/context/require-permission.ts'
import { requireVisible, type SpineCtx } from '#spine/spine.ts'
import type { ChangeDetail, TouchedDocument } from '../api.ts'
import { findConflicts } from '../calendar/find-conflicts.ts'
import { compareChecks } from '../checks/compare-checks.ts'
import { comparedRuns } from '../checks/keep-check-result.ts'
import { draftRows, draftView } from '../content/read-content.ts'
import { changeTables } from '../database/change-tables.ts'
import { listTemplates } from '../templates/change-template.ts'
import { findChange, PLANNED_STATES, stepsOf, type Change, type Step } from './changes.store.ts'
import { missingForDelivery, missingForRelease } from './missing-steps.ts'

/** Everything of a change beside its form, its approvals and its clock. */
export async function readChange(ctx: SpineCtx, requestId: string) {
  requirePermission(ctx, 'change:read')
  const change = await findChange(ctx, requestId)
  const { row, form } = change
  await requireVisible(ctx, row)
  const db = changeTables(ctx)
  const ids = (list: readonly string[]) => (list.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : [...list])
  const [steps, runs, efforts, documents, contents, components, people] = [
    await stepsOf(ctx, requestId),
    await comparedRuns(ctx, requestId),
    await db.selectFrom('changeRequest.effortEntry').select(['effortEntryId', 'workedOn', 'workerName', 'days', 'note', 'recordedAt']).where('requestId', '=', requestId).orderBy('workedOn').orderBy('recordedAt').execute(),
    await db.selectFrom('changeRequest.staleDocument').select(['document', 'markedAt', 'updatedAt', 'updatedByName', 'evidenceId']).where('requestId', '=', requestId).orderBy('document').execute(),
    (await draftRows(ctx).where('d.requestId', '=', requestId).orderBy('d.code').execute()).map(draftView),
    await db.selectFrom('spine.component').select(['componentId', 'title', 'subsystem']).where('componentId', 'in', ids(form.componentIds)).orderBy('title').execute(),
    await db.selectFrom('platform.userAccount').select(['userId', 'displayName as name']).where('userId', 'in', ids(form.peopleIds)).orderBy('displayName').execute(),
  ]
  const isPlanned = (PLANNED_STATES as readonly string[]).includes(row.state)
  const plan = { requestId, subsystem: row.subsystem, componentIds: form.componentIds, peopleIds: form.peopleIds, plannedFrom: new Date(form.plannedFrom), plannedTo: new Date(form.plannedTo) }
  const of = { requestId, form }
  return {
    requestId, changeKind: form.changeKind, nature: form.nature, plannedFrom: plan.plannedFrom, plannedTo: plan.plannedTo, estimateDays: form.estimateDays,
    spentDays: efforts.reduce((sum, { days }) => sum + Number(days), 0),
    components, people, steps, contents,
    checks: runs.map(({ side, componentTitle, workOrderId, run, openedAt, closedAt, evidenceId, items }) => ({ side, componentTitle, workOrderId, run, openedAt, closedAt, evidenceId, checked: items.length })),
    differences: compareChecks(runs),
    efforts: efforts.map((effort) => ({ ...effort, days: Number(effort.days) })),
    documents: documents.map((one) => ({ ...one, document: one.document as TouchedDocument })),
    conflicts: isPlanned ? await findConflicts(ctx, plan) : [],
    missingForRelease: isPlanned ? await missingForRelease(ctx, of) : [],
    missingForDelivery: isPlanned ? await missingForDelivery(ctx, of) : [],
    actions: actionsOf(ctx, change, steps),
  }
}

/** What the person may do now, by the same rules as the verbs. */
function actionsOf(ctx: SpineCtx, { row, form }: Change, steps: readonly Step[]): ChangeDetail['actions'] {
  const actions: ChangeDetail['actions'] = []
  const isRunning = row.state === 'in-progress' || row.state === 'waiting'
  const me = actorUserId(ctx.actor)
  if (isPermitted(ctx.actor, 'change:handle')) {
    if (isRunning && form.nature !== 'content') {
      const begun = steps.findLast(({ kind }) => kind === 'release-begun' || kind === 'release')?.kind === 'release-begun'
      if (form.changeKind === 'normal') actions.push('rehearse')
      actions.push('test', 'check-before', 'check-after', 'update-document')
      if (form.changeKind !== 'emergency' && !begun) actions.push('begin-release')
      if (form.changeKind === 'emergency' || begun) actions.push('release')
    }
    if (isRunning && form.changeKind === 'emergency') actions.push('record')
    if (form.nature === 'content' && ['in-approval', 'ready', 'in-progress', 'waiting'].includes(row.state)) actions.push('edit-content')
    if (row.state !== 'draft') actions.push('log-effort')
  }
  const record = steps.findLast(({ kind }) => kind === 'record')
  if (isRunning && form.changeKind === 'emergency' && record && isPermitted(ctx.actor, 'change:review') && ![row.assigneeId, row.requesterId, record.recordedBy].includes(me)) actions.push('review')
  return actions
}

/** What a form may name. */
export async function listChoices(ctx: SpineCtx) {
  requirePermission(ctx, 'change:read')
  const db = changeTables(ctx)
  const components = await db.selectFrom('spine.component').select(['componentId', 'title', 'subsystem']).where('isRetired', '=', false).where('kind', 'not in', ['account-interface', 'content-interface', 'data-interface']).orderBy('subsystem').orderBy('title').execute()
  const people = await db
    .selectFrom('platform.userAccount as u')
    .select(['u.userId', 'u.displayName as name', 'u.post'])
    .where('u.kind', '=', 'person')
    .where((where) => where.exists(where.selectFrom('platform.roleGrant as g').innerJoin('platform.rolePermission as p', 'p.roleCode', 'g.roleCode').select('g.userId').whereRef('g.userId', '=', 'u.userId').where('g.state', '=', 'active').where('p.permission', '=', 'change:handle')))
    .orderBy('u.displayName')
    .execute()
  const { items } = await listTemplates(ctx)
  return { components, people, templates: items.filter(({ state }) => state === 'approved') }
}
