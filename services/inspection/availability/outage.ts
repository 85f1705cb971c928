import { defineErrors } from '#platform/errors/app-error.ts'

export const outageErrors = defineErrors('outage', {
  'no-component': [404, '没有这个部件'],
  'not-found': [404, '没有这次中断'],
  changed: [409, '中断记录已被他人修改，请刷新后重新操作'],
})
