import { defineErrors } from '#platform/errors/app-error.ts'

export const articleErrors = defineErrors('article', {
  'not-found': [404, '没有这条知识'],
  changed: [409, '知识条目已被他人修改，请刷新后重新操作'],
  'wrong-state': [409, '知识条目当前状态不能进行此操作'],
  'own-review': [403, '不能审核自己编写的知识条目，请由他人审核'],
  'not-solved': [422, '只有已解决的服务工单可以写成知识'],
  'not-published': [422, '只能引用已发布的知识条目'],
})
