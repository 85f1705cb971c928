import { defineErrors } from '#platform/errors/app-error.ts'

export const ruleErrors = defineErrors('access-rule', {
  'not-found': [404, '没有这个规则版本'],
  invalid: [422, '规则没有提出，请按提示修改'],
  'out-of-date': [409, '规则已有新的版本，请刷新后在其上修改'],
  'already-proposed': [409, '这个范围已有一个版本等待批准，请先批准或撤回'],
  'wrong-state': [409, '这个版本已经批准、不批准或撤回'],
  'own-approval': [403, '提出人不能批准自己提出的规则'],
  'note-missing': [422, '不批准须写明理由，至少四个字'],
})
