import { defineErrors } from '#platform/errors/app-error.ts'
import { closedSet } from '#shared/closed-set.ts'

export const outageCause = closedSet({ undecided: '待定', operator: '乙方', 'client-or-cloud': '甲方或云', planned: '计划内' })

export const outageErrors = defineErrors('outage', {
  'not-found': [404, '没有这次中断'],
  changed: [409, '中断记录已被他人修改，请刷新后重新操作'],
})
