import { defineErrors } from '#platform/errors/app-error.ts'

export const contentErrors = defineErrors('content', {
  'not-found': [404, '没有这个版本'],
  'not-in-force': [404, '该日没有有效的版本'],
  'hash-differs': [422, '收到的内容与其摘要不符，没有发布'],
  'key-reused': [409, '这个发布标识已用于另一次发布，没有发布'],
  'basis-differs': [409, '该内容已有更新的版本，请对照后重新发布'],
  'date-taken': [422, '生效日期不可用，没有发布'],
  followed: [409, '其后已有版本，请先撤回其后的版本'],
  'in-force-already': [409, '版本已经生效，不能撤回；请发布新的版本'],
})
