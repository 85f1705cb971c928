import { defineErrors } from '#platform/errors/app-error.ts'

export const decisionErrors = defineErrors('decision', {
  'not-found': [404, '没有这项决定'],
  'already-revoked': [409, '这项决定已经撤销'],
  'unknown-option': [400, '合同没有这个歧义或选项'],
  'no-effect': [400, '这项决定没有涉及任何应办事项'],
})
