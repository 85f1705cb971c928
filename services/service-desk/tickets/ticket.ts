import { defineErrors } from '#platform/errors/app-error.ts'

export const TICKET_KIND = 'service-desk.ticket'

export const ticketErrors = defineErrors('ticket', {
  'not-found': [404, '没有这张服务工单，或您无权查看'],
  invalid: [422, '服务工单没有登记，请按提示修改'],
  'not-open': [409, '服务工单不在办理中，不能进行此操作'],
  'answered-before': [409, '首次答复已经登记，只登记一次；后续答复请添加记录'],
  'no-promise': [409, '没有待兑现的回电承诺'],
  'promise-past': [422, '承诺的回电时刻须在现在以后'],
  unchanged: [422, '类别、影响、紧急程度和子系统都没有变化'],
  'not-children': [422, '所选工单中有的不是本工单的下级，或已经解决'],
})

export const ticketRuleErrors = defineErrors('ticket-rules', {
  invalid: [422, '规则没有设置，请按提示修改'],
  exists: [409, '这一天已经有生效的规则，请改用别的日期'],
})
