import { defineErrors } from '#platform/errors/app-error.ts'

export const unitErrors = defineErrors('unit', {
  'not-found': [404, '没有这个单位'],
  changed: [409, '单位已被他人修改，请刷新后重新操作'],
  'title-taken': [409, '已经有同名的单位'],
  retired: [409, '单位已停止往来，请先恢复'],
})
