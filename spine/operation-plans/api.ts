import { z } from 'zod'
import { closedSet } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'

export const operationPlanState = closedSet({ draft: '草稿', submitted: '待批准', approved: '已批准', returned: '已退回', superseded: '已被替代' })

const operationPlanId = z.object({ operationPlanId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })

const summary = z.object({
  operationPlanId: z.string(),
  title: z.string(),
  periodFrom: z.string(),
  periodTo: z.string(),
  state: z.string(),
  version: z.number(),
  draftedAt: instantField,
  draftedByName: z.string().nullable(),
  approvedAt: instantField.nullable(),
  approvedByName: z.string().nullable(),
  note: z.string(),
  items: z.number(),
})

export const operationPlansApi = defineApi({
  prefix: '/api/operation-plans',
  title: '运维计划',
  endpoints: {
    listOperationPlans: {
      method: 'GET', path: '', summary: '查询运维计划', permission: 'operation-plan:read', audit: 'none', query: listQuery.extend({ state: z.string().optional() }), response: listOf(summary),
      sheet: sheetOf('运维计划', summary, { title: '名称', periodFrom: '起', periodTo: '止', state: ['状态', operationPlanState.titles], items: '计划项', version: '版本', draftedByName: '起草人', draftedAt: '起草', approvedByName: '批准人', approvedAt: '批准', note: '说明' }),
    },
    getOperationPlan: {
      method: 'GET',
      path: '/:operationPlanId',
      summary: '查看运维计划',
      permission: 'operation-plan:read',
      audit: 'none',
      params: operationPlanId,
      response: summary.extend({
        isLate: z.boolean(),
        planItems: z.array(z.object({ operationPlanItemId: z.string(), code: z.string(), title: z.string(), subsystem: z.string(), service: z.string(), clause: z.string(), plannedCount: z.number(), done: z.number(), firstOpensOn: z.string().nullable(), lastDueAt: instantField.nullable(), remark: z.string() })),
      }),
    },
    draftOperationPlan: {
      method: 'POST',
      path: '',
      summary: '按义务起草运维计划',
      permission: 'operation-plan:draft',
      audit: 'operation-plan.drafted',
      body: z.object({ title: z.string().trim().min(4, '请填写计划名称').max(100), from: dateField, to: dateField, note: z.string().max(2_000).default('') }),
      response: z.object({ operationPlanId: z.string(), items: z.number() }),
    },
    remarkOperationPlanItem: {
      method: 'POST',
      path: '/:operationPlanId/items/:itemId/remark',
      summary: '填写计划项备注',
      permission: 'operation-plan:draft',
      audit: 'operation-plan.remarked',
      params: operationPlanId.extend({ itemId: z.uuid() }),
      body: seen.extend({ remark: z.string().max(500) }),
    },
    submitOperationPlan: { method: 'POST', path: '/:operationPlanId/submit', summary: '提交批准', permission: 'operation-plan:draft', audit: 'operation-plan.submitted', params: operationPlanId, body: seen },
    approveOperationPlan: { method: 'POST', path: '/:operationPlanId/approve', summary: '批准运维计划', permission: 'operation-plan:approve', audit: 'operation-plan.approved', params: operationPlanId, body: seen },
    returnOperationPlan: { method: 'POST', path: '/:operationPlanId/return', summary: '退回运维计划', permission: 'operation-plan:approve', audit: 'operation-plan.returned', params: operationPlanId, body: seen.extend({ reason: z.string().trim().min(4, '请写明原因，至少四个字').max(1_000) }) },
  },
})
