import { defineErrors } from '#platform/errors/app-error.ts'
import type { ReportKind } from '#spine/service.ts'
import { reportState, type ReportState } from './api.ts'

/** Full title on the cover. */
export const reportCoverTitle: Readonly<Record<ReportKind, string>> = Object.freeze({
  inspection: '日常定期巡检报告',
  monthly: '运行维护月度报告',
  quarterly: '运行维护季度报告',
  'half-year': '运行维护半年报告',
  yearly: '运行维护年度报告',
  'security-yearly': '网络安全年度报告',
})

/** What may follow what; everything else is refused. Building again keeps `draft` and `revised`. */
const transitions: Readonly<Record<ReportState, readonly ReportState[]>> = Object.freeze({
  draft: ['draft', 'reviewed'],
  reviewed: ['draft', 'revised', 'submitted'],
  submitted: ['accepted', 'questioned'],
  accepted: [],
  questioned: ['revised'],
  revised: ['revised', 'reviewed'],
})

export const reportErrors = defineErrors('report', {
  'not-found': [404, '没有这份报告'],
  'no-version': [404, '这份报告没有这个版次'],
  'no-figure': [404, '这一版报告没有这个数据项'],
  'no-build': [404, '没有这次编制任务'],
  'bad-period': [400, '报告周期写法不对'],
  'future-period': [422, '报告周期尚未开始，不能编制'],
  'outside-term': [422, '报告周期不在合同期内'],
  'wrong-state': [409, '报告当前状态不能进行此操作'],
  changed: [409, '报告已被他人修改，请刷新后重新操作'],
  'own-review': [403, '编制人不能复核自己编制的报告'],
  'is-partial': [422, '周期尚未结束，这一版是「截至」草稿，不能复核或提交；请在周期结束后重新编制'],
  'needs-reason': [422, '修订须写明原因'],
  'scan-mismatch': [422, '扫描件与该版次不符'],
  'needs-file': [422, '请选择要上传的扫描件'],
  'submitted-in-future': [422, '提交时间不能晚于现在，也不能早于该版次的编制时间'],
})

export function mayFollow(from: ReportState, to: ReportState): boolean {
  return transitions[from].includes(to)
}

export function requireTransition(from: ReportState, to: ReportState): void {
  if (!mayFollow(from, to)) throw reportErrors['wrong-state']({ detail: `${reportState.titles[from]} → ${reportState.titles[to]}` })
}
