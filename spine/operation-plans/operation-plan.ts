import { defineErrors } from '#platform/errors/app-error.ts'

export const operationPlanErrors = defineErrors('operation-plan', {
  'not-found': [404, '没有这份运维计划'],
  changed: [409, '计划已被他人修改，请刷新后重新操作'],
  'wrong-state': [409, '计划当前状态不能进行此操作'],
  'own-approval': [403, '起草或提交人不能批准自己的计划'],
  'period-reversed': [400, '计划期的结束日早于开始日'],
  empty: [422, '计划期内没有任何应办事项'],
})
