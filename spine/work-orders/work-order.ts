import { defineErrors } from '#platform/errors/app-error.ts'
import { workOrderState, type WorkOrderState } from './api.ts'

/** What may follow what. Everything not named here is refused. */
const transitions: Readonly<Record<WorkOrderState, readonly WorkOrderState[]>> = Object.freeze({
  waiting: ['taken', 'closed', 'cancelled'],
  taken: ['taken', 'submitted', 'closed', 'cancelled'],
  submitted: ['returned', 'closed'],
  returned: ['taken', 'submitted', 'cancelled'],
  closed: [],
  cancelled: [],
})

export const workOrderErrors = defineErrors('work-order', {
  'not-found': [404, '没有这张工单'],
  'unknown-kind': [400, '没有这种工单'],
  'wrong-state': [409, '工单当前状态不能进行此操作'],
  changed: [409, '工单已被他人修改，请刷新后重新操作'],
  'not-assignee': [403, '只有办理人可以进行此操作'],
  'own-review': [403, '提交人不能审核自己提交的工单'],
  'no-evidence': [422, '缺少该义务要求的证据，不能提交'],
  'is-automatic': [409, '该工单由系统自动办理，不能人工代替'],
  'follows-request': [409, '该工单随申请办结，请在申请中办理'],
  'assignee-unknown': [400, '指派的人员不存在或已停用'],
})

export function mayFollow(from: WorkOrderState, to: WorkOrderState): boolean {
  return transitions[from].includes(to)
}

export function requireTransition(from: WorkOrderState, to: WorkOrderState): void {
  if (!mayFollow(from, to)) throw workOrderErrors['wrong-state']({ detail: `${workOrderState.titles[from]} → ${workOrderState.titles[to]}` })
}

/** The order by which a request proves its duty: it lives and ends with the request, never by hand. */
export function followsRequest({ requestId, occurrenceId, isAutomatic }: { requestId: string | null; occurrenceId: string | null; isAutomatic: boolean }): boolean {
  return requestId !== null && occurrenceId !== null && !isAutomatic
}
