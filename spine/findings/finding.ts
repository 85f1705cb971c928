import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineErrors } from '#platform/errors/app-error.ts'

/** Life of a hazard (隐患). Only a re-check makes it `fixed`; a person may accept the risk, never declare it gone. */
export const findingState = closedSet({ open: '未消除', fixed: '已消除', accepted: '已接受' })
export type FindingState = Member<typeof findingState>

export const findingSeverity = closedSet({ attention: '关注', abnormal: '异常' })
export type FindingSeverity = Member<typeof findingSeverity>

export const findingEvent = closedSet({
  found: '发现',
  'seen-again': '再次发现',
  'severity-changed': '程度变化',
  assigned: '落实责任人与期限',
  noted: '处置记录',
  fixed: '复检消除',
  accepted: '接受风险',
})
export type FindingEventKind = Member<typeof findingEvent>

export const findingErrors = defineErrors('finding', {
  'not-found': [404, '没有这条隐患'],
  changed: [409, '隐患已被他人修改，请刷新后重新操作'],
  'wrong-state': [409, '隐患当前状态不能进行此操作'],
  'owner-unknown': [400, '指定的责任人不存在或已停用'],
})
