import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { contactView } from '#spine/parties/contacts/api.ts'
import { requestOrigin, requestPriority, requestState } from '#spine/requests/api.ts'
import { ticketCategory, ticketImpact, ticketUrgency } from './ticket-form.ts'

/** Words of the form, for pages. */
export { ticketCategory, ticketImpact, ticketUrgency, UNATTRIBUTED, type TicketCategory, type TicketImpact, type TicketUrgency } from './ticket-form.ts'

const ticketId = z.object({ ticketId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const text = z.string().trim().max(4_000)
const said = (what: string) => text.min(2, `请填写${what}`)
const reason = text.min(4, '请写明原因，至少四个字')
const changed = z.object({ version: z.int() })

export const ticketSummary = z.object({
  ticketId: z.string(),
  number: z.string(),
  title: z.string(),
  state: requestState.schema,
  /** `unattributed` in drafts whose subsystem is not known yet. */
  subsystem: z.string(),
  category: ticketCategory.schema.nullable(),
  impact: ticketImpact.schema.nullable(),
  urgency: ticketUrgency.schema.nullable(),
  priority: requestPriority.schema.nullable(),
  line: z.string().nullable(),
  requesterName: z.string(),
  requesterUnit: z.string(),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  receivedAt: instantField,
  firstAnsweredAt: instantField.nullable(),
  deliveredAt: instantField.nullable(),
  closedAt: instantField.nullable(),
  dueAt: instantField.nullable(),
  isOverdue: z.boolean(),
  version: z.int(),
})
export type TicketSummary = z.output<typeof ticketSummary>

const child = z.object({ requestId: z.string(), number: z.string(), title: z.string(), requesterName: z.string(), requesterUnit: z.string(), state: requestState.schema, version: z.int() })

export const ticketDetail = ticketSummary.extend({
  origin: requestOrigin.schema,
  contact: contactView.nullable(),
  person: z.string().nullable(),
  telephoneCallId: z.string().nullable(),
  rulesOn: z.string().nullable(),
  firstAnswer: z.string(),
  firstAnsweredByName: z.string().nullable(),
  isSolvedAtOnce: z.boolean(),
  /** A promise that is still to be kept. */
  callBackAt: instantField.nullable(),
  /** What the requester himself said after closing, and what a third person was told when the ticket was drawn. */
  rating: z.object({ score: z.int(), remark: z.string(), answeredAt: instantField }).nullable(),
  followUp: z.object({ outcome: z.enum(['waiting', 'reached', 'unreached']), score: z.int().nullable(), remark: z.string(), doneAt: instantField.nullable(), doneByName: z.string().nullable() }).nullable(),
  /** Letters about it, for whoever may read mail. */
  letters: z.int(),
  openChildren: z.array(child),
  formerTickets: z.array(ticketSummary),
  /** A link is for people without an account. */
  may: z.object({ handle: z.boolean(), answer: z.boolean(), issueLink: z.boolean() }),
})
export type TicketDetail = z.output<typeof ticketDetail>

export const ticketFilter = listQuery.extend({
  state: z.string().max(200).optional(),
  subsystem: z.string().max(80).optional(),
  line: z.string().max(20).optional(),
  category: ticketCategory.schema.optional(),
  priority: requestPriority.schema.optional(),
  whose: z.enum(['mine', 'nobody']).optional(),
  due: z.enum(['overdue', 'today', 'week']).optional(),
  /** Business dates on which the person was first heard, both included. */
  from: dateField.optional(),
  to: dateField.optional(),
  telephoneCallId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  /** What the numbers of the statistics count; each number opens its list with these. */
  isCounted: z.stringbool().optional(),
  answer: z.enum(['in-time', 'late', 'open']).optional(),
  solution: z.enum(['in-time', 'late', 'open', 'solved', 'unsolved']).optional(),
  isAtOnce: z.stringbool().optional(),
  satisfaction: z.enum(['rated', 'satisfied', 'dissatisfied']).optional(),
  family: z.enum(['child', 'parent']).optional(),
})

const OPEN = 'ready,in-progress,waiting'
/** Saved views of the list; counted by the same conditions. */
export const ticketViews = Object.freeze({
  mine: { title: '我办理的', query: { whose: 'mine', state: OPEN } },
  unassigned: { title: '待领取', query: { whose: 'nobody', state: OPEN } },
  overdue: { title: '已逾期', query: { due: 'overdue' } },
  unattributed: { title: '未归属', query: { state: 'draft', subsystem: 'unattributed' } },
  drafts: { title: '草稿', query: { state: 'draft' } },
  delivered: { title: '待确认', query: { state: 'delivered' } },
  open: { title: '未解决', query: { state: OPEN } },
  all: { title: '全部', query: {} },
} as const)
export type TicketView = keyof typeof ticketViews

export const ticketsApi = defineApi({
  prefix: '/api/service-desk/tickets',
  title: '服务工单',
  endpoints: {
    listTickets: {
      method: 'GET', path: '', summary: '查询服务工单', permission: 'ticket:read', widenedBy: ['request:read-all'], audit: 'none', query: ticketFilter, response: listOf(ticketSummary),
      sheet: sheetOf('服务工单', ticketSummary, {
        number: '编号', title: '标题', state: ['状态', requestState.titles], subsystem: ['子系统', subsystemTitle], line: '线路', category: ['类别', ticketCategory.titles], impact: ['影响', ticketImpact.titles], urgency: ['紧急程度', ticketUrgency.titles],
        priority: ['优先级', requestPriority.titles], requesterName: '来电人', requesterUnit: '单位', assigneeName: '办理人', receivedAt: '接到', firstAnsweredAt: '首次答复', deliveredAt: '解决', closedAt: '办结', dueAt: ['最近时限', dueText],
      }),
    },
    countTickets: { method: 'GET', path: '/counts', summary: '各常用视图的服务工单数', permission: 'ticket:read', audit: 'none', response: z.record(z.string(), z.number()) },
    getCaller: {
      method: 'GET', path: '/callers', summary: '来电人及其最近的服务工单', permission: 'ticket:enter', audit: 'none', query: z.object({ contactId: z.uuid() }),
      response: z.object({ contact: contactView.nullable(), formerTickets: z.array(ticketSummary) }),
    },
    enterTicket: {
      method: 'POST', path: '', summary: '录单：来电人、工单、首次答复与当场解决一次写入；同一标识重复提交只建一单', permission: 'ticket:enter', audit: 'ticket.entered',
      body: z.object({
        ticketId: z.uuid(),
        form: z.record(z.string(), z.unknown()),
        caller: z.object({ contact: z.string().trim().max(100).default(''), name: z.string().trim().max(60).default(''), unit: z.string().trim().max(100).default('') }).prefault({}),
        origin: z.enum(['hotline', 'mail', 'paper', 'console']).optional(),
        firstAnswer: text.default(''),
        solution: text.default(''),
        /** Articles whose text was taken as the answer; each is linked and counted. */
        articleIds: z.array(z.uuid()).max(10).default([]),
        isComplete: z.boolean().default(true),
      }),
      response: z.object({ ticketId: z.string(), number: z.string(), state: requestState.schema, version: z.int() }),
    },
    getTicket: { method: 'GET', path: '/:ticketId', summary: '查看服务工单', permission: 'ticket:read', audit: 'none', params: ticketId, response: ticketDetail },
    answerTicket: { method: 'POST', path: '/:ticketId/answer', summary: '登记首次答复', permission: 'ticket:handle', audit: 'ticket.answered', params: ticketId, body: seen.extend({ answer: said('答复内容') }), response: changed },
    solveTicket: {
      method: 'POST', path: '/:ticketId/solve', summary: '交付解决办法，可一并解决所选下级工单', permission: 'ticket:handle', audit: 'ticket.solved', params: ticketId,
      body: seen.extend({ solution: text.min(4, '请写明解决办法'), childIds: z.array(z.uuid()).max(200).default([]) }), response: changed,
    },
    reclassifyTicket: {
      method: 'POST', path: '/:ticketId/reclassify', summary: '改类别、影响、紧急程度或归属；时限随优先级调整，原时限留存', permission: 'ticket:handle', audit: 'ticket.reclassified', params: ticketId,
      body: seen.extend({ category: ticketCategory.schema, impact: ticketImpact.schema, urgency: ticketUrgency.schema, subsystem: subsystem.schema, reason }), response: changed,
    },
    promiseCallBack: { method: 'POST', path: '/:ticketId/call-back', summary: '承诺回电时刻', permission: 'ticket:handle', audit: 'ticket.call-back-promised', params: ticketId, body: seen.extend({ at: instantInput, note: text.default('') }), response: changed },
    keepCallBack: { method: 'POST', path: '/:ticketId/call-back/keep', summary: '登记已回电，或取消承诺', permission: 'ticket:handle', audit: 'ticket.called-back', params: ticketId, body: seen.extend({ note: said('回电结果'), isOff: z.boolean().default(false) }), response: changed },
  },
})
