import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dueText, instantField, instantInput } from '#shared/instant.ts'
import { serviceTitle } from '#shared/services.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

/** Life of a hazard (隐患). Only a re-check makes it `fixed`; a person may accept the risk, never declare it gone. */
export const findingState = closedSet({ open: '未消除', fixed: '已消除', accepted: '已接受' })
export type FindingState = Member<typeof findingState>

export const findingSeverity = closedSet({ attention: '关注', abnormal: '异常' })
export type FindingSeverity = Member<typeof findingSeverity>

export const findingEvent = closedSet({
  found: '发现',
  'seen-again': '再次发现',
  'severity-changed': '程度变化',
  assigned: '落实责任人与期限',
  noted: '处置记录',
  fixed: '复检消除',
  accepted: '接受风险',
})
export type FindingEventKind = Member<typeof findingEvent>

const params = z.object({ findingId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })

export const findingSummary = z.object({
  findingId: z.string(),
  number: z.string(),
  source: z.string(),
  subsystem: z.string(),
  service: z.string(),
  componentId: z.string().nullable(),
  componentTitle: z.string().nullable(),
  severity: z.string(),
  title: z.string(),
  state: z.string(),
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  dueAt: instantField.nullable(),
  firstSeenAt: instantField,
  lastSeenAt: instantField,
  seenCount: z.number(),
  closedAt: instantField.nullable(),
  closedEvidenceId: z.string().nullable(),
  version: z.number(),
})

export const findingsApi = defineApi({
  prefix: '/api/findings',
  title: '隐患',
  endpoints: {
    listFindings: {
      method: 'GET', path: '', summary: '查询隐患', permission: 'finding:read', audit: 'none',
      query: listQuery.extend({ state: z.string().optional(), subsystem: z.string().optional(), severity: z.string().optional(), owner: z.enum(['me', 'nobody']).optional(), overdue: z.stringbool().optional(), component: z.uuid().optional() }),
      response: listOf(findingSummary),
      sheet: sheetOf('隐患', findingSummary, {
        number: '编号', title: '内容', severity: ['程度', findingSeverity.titles], state: ['状态', findingState.titles], subsystem: ['子系统', subsystemTitle], service: ['模块', serviceTitle], componentTitle: '部件', ownerName: '责任人',
        dueAt: ['整改期限', dueText], firstSeenAt: '首次发现', lastSeenAt: '最近发现', seenCount: '发现次数', closedAt: '销号',
      }),
    },
    countFindings: {
      method: 'GET', path: '/counts', summary: '未消除隐患的数量', permission: 'finding:read', audit: 'none',
      response: z.object({ counts: z.array(z.object({ subsystem: z.string(), severity: z.string(), open: z.number(), overdue: z.number(), oldestSeenAt: instantField })) }),
    },
    listOwners: { method: 'GET', path: '/owners', summary: '可指定的责任人', permission: 'finding:assign', audit: 'none', response: z.object({ items: z.array(z.object({ userId: z.string(), displayName: z.string() })) }) },
    getFinding: {
      method: 'GET', path: '/:findingId', summary: '查看隐患及其时间线', permission: 'finding:read', audit: 'none', params,
      response: findingSummary.extend({
        events: z.array(z.object({ at: instantField, kind: z.string(), actorName: z.string(), note: z.string(), evidenceId: z.string().nullable() })),
        workOrder: z.object({ workOrderId: z.string(), number: z.string(), state: z.string() }).nullable(),
      }),
    },
    assignFinding: {
      method: 'POST', path: '/:findingId/assign', summary: '落实责任人与整改期限', permission: 'finding:assign', audit: 'finding.assigned', params,
      body: seen.extend({ ownerId: z.uuid('请选择责任人'), dueAt: instantInput, note: z.string().trim().max(1_000).default('') }),
    },
    noteFinding: { method: 'POST', path: '/:findingId/note', summary: '添加处置记录', permission: 'finding:handle', audit: 'finding.noted', params, body: z.object({ note: z.string().trim().min(2, '请填写处置内容').max(2_000) }) },
    acceptFinding: {
      method: 'POST', path: '/:findingId/accept', summary: '接受风险', permission: 'finding:accept', audit: 'finding.accepted', params,
      body: seen.extend({ reason: z.string().trim().min(4, '请写明接受风险的理由，至少四个字').max(1_000) }),
    },
  },
})
