import { defineErrors } from '#platform/errors/app-error.ts'

export const personErrors = defineErrors('person', {
  'not-found': [404, '没有这个人员'],
  invalid: [422, '人员没有登记，请按提示修改'],
  changed: [409, '人员已被他人修改，请刷新后重新操作'],
  'not-active': [409, '人员已离岗或已合并，不能进行此操作'],
  'user-taken': [409, '这个用户账号已属于别的人员'],
  'user-unknown': [422, '没有这个用户账号'],
  'same-person': [422, '不能合并到本人，请选择另一个人员'],
  'two-accounts': [409, '双方都有用户账号，不是同一人；如确为一人，请先解除其中一个账号的关联'],
  'has-shifts': [409, '被合并的人员排有值班，请先把班次改由合并后的人员承担'],
})

