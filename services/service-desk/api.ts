import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi } from '#shared/define-api.ts'
import { dateField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { ticketCategory } from './tickets/ticket-form.ts'

export const deskGrouping = closedSet({ subsystem: '子系统', line: '线路', category: '类别', priority: '优先级', day: '日', month: '月' })
export type DeskGrouping = Member<typeof deskGrouping>

/** Counts, never shares: a share is two numbers, and each opens its list. Calls are null where a call can not be told apart (by subsystem, category, priority). */
export const deskNumbers = z.object({
  group: z.string(),
  calls: z.int().nullable(),
  answeredCalls: z.int().nullable(),
  abandonedCalls: z.int().nullable(),
  recordedCalls: z.int().nullable(),
  tickets: z.int(),
  answeredInTime: z.int(),
  answeredLate: z.int(),
  solved: z.int(),
  solvedInTime: z.int(),
  solvedLate: z.int(),
  solvedAtOnce: z.int(),
  children: z.int(),
  rated: z.int(),
  satisfied: z.int(),
})
export type DeskNumbers = z.output<typeof deskNumbers>

export const statisticsApi = defineApi({
  prefix: '/api/service-desk/statistics',
  title: '热线统计',
  endpoints: {
    measureDesk: {
      method: 'GET', path: '', summary: '接听、录单、响应、解决与一次解决的件数，按线路、子系统、类别或时间', permission: 'ticket:read', audit: 'none',
      query: z.object({ from: dateField, to: dateField, by: deskGrouping.schema.default('subsystem'), line: z.string().max(20).optional(), subsystem: z.string().max(80).optional(), category: ticketCategory.schema.optional() }),
      response: z.object({ total: deskNumbers, groups: z.array(deskNumbers) }),
      sheet: sheetOf(
        '热线统计', deskNumbers,
        { group: '分组', calls: '来电', answeredCalls: '接听', abandonedCalls: '放弃', recordedCalls: '接听后已录单', tickets: '服务工单', answeredInTime: '首次响应及时', answeredLate: '首次响应超时', solved: '已解决', solvedInTime: '按时解决', solvedLate: '解决超时', solvedAtOnce: '一次解决', children: '其中下级工单', rated: '已评价', satisfied: '满意' },
        (answer: { groups: DeskNumbers[] }) => answer.groups,
      ),
    },
  },
})
