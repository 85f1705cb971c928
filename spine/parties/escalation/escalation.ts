import { defineErrors } from '#platform/errors/app-error.ts'

export const escalationErrors = defineErrors('escalation', {
  'not-found': [404, '没有这个升级阶梯'],
  invalid: [422, '升级阶梯没有保存，请按提示修改'],
  past: [422, '升级阶梯只能自今天或以后生效'],
  exists: [409, '同一范围这一天已经有升级阶梯，请改用别的生效日期'],
})
