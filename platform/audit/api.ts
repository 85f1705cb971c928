import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'

export const auditOutcome = closedSet({ done: '完成', refused: '拒绝', failed: '失败' })
export type AuditOutcome = Member<typeof auditOutcome>

export const auditActorKind = closedSet({ person: '人员', system: '系统', nobody: '未登录' })

export const auditEntry = z.object({
  auditEntryId: z.number().int(),
  at: instantField,
  actorKind: auditActorKind.schema,
  userId: z.uuid().nullable(),
  actorName: z.string(),
  /** Past-tense event, `work-order.closed`. */
  action: z.string(),
  /** The sentence of the endpoint that writes this event, where one does. */
  actionTitle: z.string().nullable(),
  outcome: auditOutcome.schema,
  objectKind: z.string().nullable(),
  objectId: z.string().nullable(),
  /** Error code of a refusal. */
  reason: z.string().nullable(),
  address: z.string().nullable(),
  traceId: z.string(),
})
export type AuditEntry = z.output<typeof auditEntry>

/** The audit trail is read only: there is no endpoint that changes or deletes, and the table refuses both. */
export const auditApi = defineApi({
  prefix: '/api/audit',
  title: '审计记录',
  endpoints: {
    list: {
      method: 'GET', path: '/entries', summary: '审计记录列表', permission: 'audit:read', audit: 'none',
      query: listQuery.extend({
        /** Business dates, both included. */
        from: dateField.optional(),
        to: dateField.optional(),
        userId: z.uuid().optional(),
        /** Whole event or its noun: `session` finds `session.started`. */
        action: z.string().trim().max(100).optional(),
        outcome: auditOutcome.schema.optional(),
        objectKind: z.string().trim().max(64).optional(),
        objectId: z.string().trim().max(200).optional(),
        traceId: z.string().trim().max(64).optional(),
      }),
      response: listOf(auditEntry),
      sheet: sheetOf('审计记录', auditEntry, {
        auditEntryId: '序号', at: '时间', actorName: '人员', actorKind: ['身份', auditActorKind.titles], actionTitle: '动作', action: '事件', outcome: ['结果', auditOutcome.titles], objectKind: '对象', objectId: '对象编号', reason: '原因', address: '来源地址', traceId: '追踪号',
      }),
    },
    detail: {
      method: 'GET', path: '/entries/:auditEntryId', summary: '一条审计记录', permission: 'audit:read', audit: 'none',
      params: z.object({ auditEntryId: z.coerce.number().int().min(1) }),
      response: auditEntry.extend({ details: z.record(z.string(), z.unknown()) }),
    },
    actions: {
      method: 'GET', path: '/actions', summary: '可供筛选的动作', permission: 'audit:read', audit: 'none',
      response: z.object({ items: z.array(z.object({ action: z.string(), title: z.string() })) }),
    },
  },
})
