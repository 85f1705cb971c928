import { isPermitted } from '#platform/context/require-permission.ts'
import { defineRequestKind, changeRequest, recordClockEvents, lockRequest, type ApprovalStep, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import type { ClockTarget } from '#shared/deadline-clock/clock-target.ts'
import { formatInstant } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { conflictKind } from '../api.ts'
import { findConflicts } from '../calendar/find-conflicts.ts'
import { keepCheckResult } from '../checks/keep-check-result.ts'
import { dropContentDrafts } from '../content/content-drafts.store.ts'
import { changeTables } from '../database/change-tables.ts'
import { changeForm, describeForm, factsOfForm, type ChangeForm } from './change-form.ts'
import { missingForDelivery } from './missing-steps.ts'
import { proveChange } from './prove-change.ts'

/** The whole record of an emergency is due this long after it was acted upon. */
const RECORD_WITHIN_MINUTES = 24 * 60
const FINISH = '完成'
export const RECORD = '补录完整记录'

/** 变更单: everything that is changed on the six systems goes through this one form. */
export const changeRequestKind = defineRequestKind({
  kind: 'change-request.change',
  title: '变更单',
  prefix: 'BG',
  form: changeForm,
  permissions: { open: 'request:open', handle: 'change:handle' },
  facts: factsOfForm,
  describe: describeForm,
  check: checkForm,
  approvals: (_ctx, { form }): readonly ApprovalStep[] =>
    form.changeKind === 'normal'
      ? [
          { title: '业务确认（需求、影响与工作量）', approver: { role: 'client-reviewer' }, expiresAfterWorkingDays: 5 },
          { title: '甲方批准', approver: { role: 'client-lead' }, expiresAfterWorkingDays: 5 },
        ]
      : [],
  separatesDuties: true,
  startsClock: 'submitted',
  // An emergency is counted from when it was acted upon, not from when somebody found time to write it down.
  targets: (_ctx, { form }) => (form.changeKind === 'emergency' ? [] : [finishTarget(form)]),
  acceptance: { silentAfterWorkingDays: 5 },
  duty: ({ form }) => ({ event: form.nature === 'content' ? '收到政策调整需求单' : '收到业务部门需求', due: form.changeKind === 'emergency' ? RECORD : FINISH }),
  // Calendar, drafts and efforts show every change to whoever reads changes; their links lead here.
  isReadableBy: async (ctx) => isPermitted(ctx.actor, 'change:read'),
  onReady: startEmergencyClock,
  onWorkClosed: async (ctx, request, order) => {
    if (order.kind === 'inspection.run-on-demand') await keepCheckResult(ctx, request, order.workOrderId)
  },
  checkDelivery: async (ctx, request) => (await missingForDelivery(ctx, request)).map((message) => ({ place: 'change', message })),
  prove: proveChange,
  onEnded: (ctx, { requestId }) => dropContentDrafts(ctx, requestId),
})

function finishTarget(form: ChangeForm): ClockTarget {
  return { name: FINISH, kind: 'fixed', dueAt: new Date(form.plannedTo), contractual: false }
}

async function startEmergencyClock(ctx: SpineCtx, { requestId, form }: KindRequest<ChangeForm>): Promise<void> {
  if (form.emergency === null) return
  const row = await lockRequest(ctx, requestId)
  const target: ClockTarget = { name: RECORD, kind: 'wall-minutes', amount: RECORD_WITHIN_MINUTES, contractual: false }
  const targeted = await changeRequest(ctx, row, { targets: [target] })
  await recordClockEvents(ctx, targeted, [{ kind: 'start', at: new Date(form.emergency.startedAt) }])
}

/** What the shape cannot see: parts and people that are not there, templates, and what the plan would meet. */
async function checkForm(ctx: SpineCtx, form: ChangeForm, request: KindRequest<ChangeForm>): Promise<readonly InputProblem[]> {
  const db = changeTables(ctx)
  const problems: InputProblem[] = []
  const refuse = (place: string, message: string) => problems.push({ place: `form.${place}`, message })
  const components = form.componentIds.length === 0 ? [] : await db.selectFrom('spine.component').select(['componentId', 'subsystem', 'title', 'isRetired']).where('componentId', 'in', form.componentIds).execute()
  if (components.length < new Set(form.componentIds).size || components.some(({ isRetired }) => isRetired)) refuse('componentIds', '所涉部件中有不存在或已退役的，请重新选择')
  for (const { title, subsystem } of components) if (subsystem !== form.subsystem) refuse('componentIds', `部件「${title}」不属于所选子系统`)
  const people = form.peopleIds.length === 0 ? [] : await db.selectFrom('platform.userAccount').select('userId').where('userId', 'in', form.peopleIds).execute()
  if (people.length < new Set(form.peopleIds).size) refuse('peopleIds', '实施人员中有不存在的账号，请重新选择')
  if (form.templateId !== null) await checkTemplate(ctx, form, refuse)
  if (form.emergency !== null && new Date(form.emergency.startedAt) > ctx.now) refuse('emergency.startedAt', '处置开始时间不能晚于现在')
  if (form.changeKind !== 'emergency') {
    const conflicts = await findConflicts(ctx, { requestId: request.requestId, subsystem: form.subsystem, componentIds: form.componentIds, peopleIds: form.peopleIds, plannedFrom: new Date(form.plannedFrom), plannedTo: new Date(form.plannedTo) })
    for (const { kind, title, from, to, isBlocking } of conflicts) {
      const told = `与${conflictKind.titles[kind]}「${title}」${shown(from)} 至 ${shown(to)} 冲突`
      if (isBlocking) refuse('plannedFrom', `${told}，请改期；确属紧急的请提紧急变更`)
      else if (form.acceptedConflicts.length < 4) refuse('acceptedConflicts', `${told}，请改期，或写明接受冲突的理由`)
    }
  }
  return problems
}

async function checkTemplate(ctx: SpineCtx, form: ChangeForm, refuse: (place: string, message: string) => void): Promise<void> {
  const row = await changeTables(ctx).selectFrom('changeRequest.template').select(['nature', 'form', 'approvedAt', 'retiredAt']).where('templateId', '=', form.templateId).executeTakeFirst()
  if (!row || row.approvedAt === null || row.retiredAt !== null) return refuse('templateId', '模板不存在、尚未批准或已停用')
  if (row.nature !== form.nature) refuse('nature', '变更性质与模板不同')
  // What was approved beforehand is exactly this; anything else is approved as a change of its own.
  const approved = row.form as Pick<ChangeForm, 'plan' | 'backOut' | 'testPlan'>
  for (const [key, title] of [['plan', '实施步骤'], ['backOut', '回退方案'], ['testPlan', '测试方案']] as const) if (form[key] !== approved[key]) refuse(key, `${title}与模板不同：与模板不符的请按一般变更提出`)
}

function shown(instant: Date): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ')
}
