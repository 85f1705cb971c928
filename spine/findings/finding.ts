import { defineErrors } from '#platform/errors/app-error.ts'

export const findingErrors = defineErrors('finding', {
  'not-found': [404, '没有这条隐患'],
  changed: [409, '隐患已被他人修改，请刷新后重新操作'],
  'wrong-state': [409, '隐患当前状态不能进行此操作'],
  'owner-unknown': [400, '指定的责任人不存在或已停用'],
})
