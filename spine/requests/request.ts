import { defineErrors } from '#platform/errors/app-error.ts'
import { requestState, type RequestState } from './api.ts'

/** What may follow what. Everything not named here is refused. */
const transitions: Readonly<Record<RequestState, readonly RequestState[]>> = Object.freeze({
  draft: ['in-approval', 'scheduled', 'ready', 'withdrawn'],
  'in-approval': ['in-approval', 'scheduled', 'ready', 'returned', 'refused', 'withdrawn', 'merged'],
  returned: ['in-approval', 'scheduled', 'ready', 'withdrawn'],
  refused: [],
  scheduled: ['ready', 'withdrawn', 'merged'],
  ready: ['in-approval', 'ready', 'in-progress', 'waiting', 'delivered', 'closed', 'withdrawn', 'merged'],
  'in-progress': ['in-progress', 'waiting', 'delivered', 'closed', 'withdrawn', 'merged'],
  waiting: ['in-progress', 'delivered', 'closed', 'withdrawn', 'merged'],
  delivered: ['closed', 'in-progress'],
  closed: ['in-progress'],
  withdrawn: [],
  merged: [],
})

export const filedRequestErrors = defineErrors('filed-request', {
  'not-found': [404, '没有这份申请，或您无权查看'],
  'unknown-kind': [400, '没有这种申请'],
  'wrong-state': [409, '申请当前状态不能进行此操作'],
  changed: [409, '申请已被他人修改，请刷新后重新操作'],
  incomplete: [422, '申请没有提交，请按提示补正'],
  'not-requester': [403, '只有申请人可以进行此操作'],
  'not-handler': [403, '只有办理人可以进行此操作'],
  'not-approver': [403, '当前步骤不由您审批'],
  'own-approval': [403, '不能审批自己提出的、或自己受益的申请'],
  'decided-before': [403, '同一申请的两个审批步骤须由两人办理'],
  'no-waiting-step': [409, '没有等待审批的步骤，或该步骤已由他人审批'],
  'approver-executes': [403, '批准人不得办理同一申请，请由他人办理'],
  'not-endable': [409, '已经开始办理，不能撤回或并入其他申请'],
  'delivery-incomplete': [422, '尚不能交付，请先完成下列事项'],
  'assignee-unknown': [400, '指派的人员不存在、已停用或没有办理权限'],
  'link-invalid': [422, '不能这样关联'],
  'scan-mismatch': [422, '签字盖章件与版次不符'],
  'file-missing': [404, '没有这个附件'],
  'no-file': [400, '请选择文件'],
  'clock-invalid': [422, '时限事件不成立'],
  'nobody-to-approve': [422, '没有可以审批的人员'],
})

export const delegationErrors = defineErrors('delegation', {
  'not-found': [404, '没有这项代理'],
  invalid: [422, '代理没有登记，请按提示修改'],
})

export function mayFollow(from: RequestState, to: RequestState): boolean {
  return transitions[from].includes(to)
}

export function requireTransition(from: RequestState, to: RequestState): void {
  if (!mayFollow(from, to)) throw filedRequestErrors['wrong-state']({ detail: `${requestState.titles[from]} → ${requestState.titles[to]}` })
}
