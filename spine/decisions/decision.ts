import { closedSet } from '#shared/closed-set.ts'
import { defineErrors } from '#platform/errors/app-error.ts'

export const decisionKind = closedSet({
  waiver: '豁免',
  grouping: '归并为一次',
  'ambiguity-default': '歧义取值',
  'notice-excuses': '告知可免责',
  suspension: '合同中止',
  'not-applicable': '认定不适用',
  revocation: '撤销决定',
})

export const decisionErrors = defineErrors('decision', {
  'not-found': [404, '没有这项决定'],
  'already-revoked': [409, '这项决定已经撤销'],
  'unknown-option': [400, '合同没有这个歧义或选项'],
  'no-effect': [400, '这项决定没有涉及任何应办事项'],
})
