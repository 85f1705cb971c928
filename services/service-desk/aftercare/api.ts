import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField } from '#shared/instant.ts'
import { contactView } from '#spine/parties/contacts/api.ts'
import { requestState } from '#spine/requests/api.ts'
import { sheetOf } from '#shared/sheet.ts'
import { followUpTargets } from './follow-up-target.ts'

/** For the form that sets them. */
export type { FollowUpTarget, FollowUpTargets } from './follow-up-target.ts'

export const followUpOutcome = closedSet({ waiting: '待回访', reached: '已回访', unreached: '未联系上' })
export type FollowUpOutcome = Member<typeof followUpOutcome>
export const followUpVerdict = closedSet({ running: '时限内', overdue: '已逾期', met: '按时回访', late: '逾期回访', none: '没有时限' })
export type FollowUpVerdict = Member<typeof followUpVerdict>

const ticketId = z.object({ ticketId: z.uuid() })
const text = z.string().trim().max(4_000)
const score = z.int().min(1, '请选择 1 至 5').max(5, '请选择 1 至 5')
const token = z.string().min(16).max(100)
const seen = z.object({ version: z.int().min(1) })
export const ratingView = z.object({ score: z.int(), remark: z.string(), answeredAt: instantField })

export const followUpView = z.object({
  ticketId: z.string(),
  number: z.string(),
  title: z.string(),
  requesterName: z.string(),
  requesterUnit: z.string(),
  contact: contactView.nullable(),
  solution: z.string(),
  closedAt: instantField.nullable(),
  drawnAt: instantField,
  dueAt: instantField.nullable(),
  /** By the target that was given when it was drawn; the first recorded call counts. */
  verdict: followUpVerdict.schema,
  isContractual: z.boolean(),
  outcome: followUpOutcome.schema,
  score: z.int().nullable(),
  remark: z.string(),
  doneAt: instantField.nullable(),
  doneByName: z.string().nullable(),
  /** Whether the person who looks may do it: who handled the ticket or asked for it may not. */
  isThirdPerson: z.boolean(),
  version: z.int(),
})
export type FollowUpView = z.output<typeof followUpView>

const rules = z.object({ effectiveOn: dateField, linkDays: z.int().min(1, '至少一天').max(365, '至多 365 天'), samplePercent: z.int().min(0).max(100, '至多 100%'), targets: followUpTargets })

export const aftercareApi = defineApi({
  prefix: '/api/service-desk/aftercare',
  title: '跟踪与回访',
  endpoints: {
    listFollowUps: {
      method: 'GET', path: '/follow-ups', summary: '抽中回访的服务工单', permission: 'follow-up:read', audit: 'none', query: listQuery.extend({ outcome: followUpOutcome.schema.optional(), isOverdue: z.stringbool().optional() }), response: listOf(followUpView),
      sheet: sheetOf('回访', followUpView, {
        number: '编号', title: '标题', requesterName: '提出人', requesterUnit: '单位', contact: ['号码', ({ masked }) => masked], closedAt: '办结', drawnAt: '抽中', dueAt: ['时限', dueText], verdict: ['时限判定', followUpVerdict.titles],
        outcome: ['结果', followUpOutcome.titles], score: '满意度', remark: '回访记录', doneAt: '登记', doneByName: '回访人',
      }),
    },
    recordFollowUp: {
      method: 'POST', path: '/follow-ups/:ticketId', summary: '登记回访；经手人和提出人不能回访', permission: 'follow-up:call', audit: 'follow-up.recorded', params: ticketId,
      body: z
        .object({ version: z.int().min(1), outcome: z.enum(['reached', 'unreached']), score: score.nullable().default(null), remark: text.min(2, '请填写回访记录') })
        .refine((body) => body.outcome === 'unreached' || body.score !== null, { path: ['score'], message: '请填写满意度' }),
    },
    getAftercareRules: {
      method: 'GET', path: '/rules', summary: '跟踪链接有效期、回访抽样比例与时限，含以往和将来生效的', permission: 'ticket:read', audit: 'none',
      response: z.object({ inForceOn: z.string(), items: z.array(rules.extend({ effectiveOn: z.string(), reason: z.string(), setAt: instantField, setByName: z.string() })) }),
    },
    setAftercareRules: { method: 'POST', path: '/rules', summary: '设置自某日起的跟踪与回访规则', permission: 'ticket-rules:set', audit: 'aftercare-rules.set', body: rules.extend({ reason: z.string().trim().min(4, '请写明理由，至少四个字').max(500) }) },
    issueFollowLink: { method: 'POST', path: '/follow-links/:ticketId', summary: '给没有账号的人发跟踪链接；旧链接随之作废，凭据只显示这一次', permission: 'ticket:handle', audit: 'follow-link.issued', params: ticketId, body: seen, response: z.object({ token: z.string(), expiresAt: instantField }) },
  },
})

/** For holders of a link; the token goes in the body, so that no log keeps it. */
export const followApi = defineApi({
  prefix: '/api/service-desk/follow',
  title: '工单跟踪（凭链接）',
  endpoints: {
    followTicket: {
      method: 'POST', path: '', summary: '凭链接查看工单的编号、状态与公开经过', permission: 'public', audit: 'follow-link.opened', body: z.object({ token }),
      response: z.object({
        number: z.string(), title: z.string(), state: requestState.schema, solution: z.string(), events: z.array(z.object({ at: instantField, kind: z.string(), note: z.string() })),
        silentAcceptanceAt: instantField.nullable(), expiresAt: instantField, rating: ratingView.nullable(), mayRate: z.boolean(), version: z.int(),
      }),
    },
    acceptByLink: { method: 'POST', path: '/accept', summary: '凭链接验收', permission: 'public', audit: 'follow-link.accepted', body: seen.extend({ token, note: text.default('') }) },
    returnByLink: { method: 'POST', path: '/return', summary: '凭链接退回，写明原因', permission: 'public', audit: 'follow-link.returned', body: seen.extend({ token, reason: text.min(4, '请写明原因，至少四个字') }) },
    rateByLink: { method: 'POST', path: '/rating', summary: '凭链接评价', permission: 'public', audit: 'follow-link.rated', body: z.object({ token, score, remark: text.default('') }) },
  },
})
