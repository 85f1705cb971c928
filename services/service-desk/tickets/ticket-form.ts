import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { instantInput } from '#shared/instant.ts'
import { subsystem } from '#shared/subsystems.ts'

export const ticketCategory = closedSet({ advice: '咨询', fault: '故障', permission: '权限', data: '数据', complaint: '投诉', wish: '需求' })
export type TicketCategory = Member<typeof ticketCategory>

export const ticketImpact = closedSet({ subsystem: '整个子系统', unit: '一个单位', person: '个人' })
export type TicketImpact = Member<typeof ticketImpact>

export const ticketUrgency = closedSet({ stopped: '业务中断', hindered: '受影响', none: '不影响' })
export type TicketUrgency = Member<typeof ticketUrgency>

/** Word of a draft whose subsystem is not known yet (AMB-08): it stays on the work list of the unattributed. */
export const UNATTRIBUTED = 'unattributed'

/**
 * A complete ticket. Numbers and mailboxes are personal data and stand in the spine, sealed: the form knows their id only.
 * `line` is null for what did not come over the hotline; `receivedAt` is when the person was first heard, and starts the clock.
 */
export const ticketForm = z.strictObject({
  title: z.string('请填写标题').trim().min(2, '请填写标题').max(200),
  description: z.string().trim().max(4_000).default(''),
  subsystem: z.enum(subsystem.values as [string, ...string[]], '请选择子系统；来电不能不归属'),
  category: z.enum(ticketCategory.values as [TicketCategory, ...TicketCategory[]], '请选择类别'),
  impact: ticketImpact.schema.default('person'),
  urgency: ticketUrgency.schema.default('hindered'),
  line: z.string().max(20).nullable().default(null),
  telephoneCallId: z.uuid().nullable().default(null),
  contactId: z.uuid().nullable().default(null),
  personId: z.uuid().nullable().default(null),
  receivedAt: instantInput.nullable().default(null),
  callBackAt: instantInput.nullable().default(null),
})
export type TicketForm = z.output<typeof ticketForm>
