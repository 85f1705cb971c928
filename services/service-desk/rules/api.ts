import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { rulePriorities, ruleTargets } from './ticket-rules.ts'

/** What impact and urgency make, for pages that show it before it is sent. */
export { priorityOf, type RuleTarget } from './ticket-rules.ts'

const rules = z.object({ effectiveOn: dateField, priorities: rulePriorities, targets: ruleTargets })

export const ticketRulesApi = defineApi({
  prefix: '/api/service-desk/ticket-rules',
  title: '服务工单规则',
  endpoints: {
    getTicketRules: {
      method: 'GET', path: '', summary: '优先级矩阵与时限，含以往和将来生效的', permission: 'ticket:read', audit: 'none',
      response: z.object({ inForceOn: z.string(), items: z.array(rules.extend({ effectiveOn: z.string(), reason: z.string(), setAt: instantField, setByName: z.string() })) }),
    },
    setTicketRules: {
      method: 'POST', path: '', summary: '设置自某日起的规则', permission: 'ticket-rules:set', audit: 'ticket-rules.set',
      body: rules.extend({ reason: z.string().trim().min(4, '请写明理由，至少四个字').max(500) }),
    },
  },
})
