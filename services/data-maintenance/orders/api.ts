import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { subsystem } from '#shared/subsystems.ts'

export const executionState = closedSet({ waiting: '待执行', applying: '执行中', applied: '已执行', refused: '未执行' })
export type ExecutionState = Member<typeof executionState>
export const findingSeverity = closedSet({ error: '须改正', warning: '须留意', notice: '提示' })
export type FindingSeverity = Member<typeof findingSeverity>

export const DATA_ORDER_KIND = 'data-maintenance.order'
const text = (least: string, most: number) => z.string().trim().min(1, least).max(most)

/** 数据调整需求单: what is to be changed, by which statements, in how many rows, when. */
export const dataOrderForm = z.strictObject({
  subsystem: subsystem.schema,
  componentId: z.uuid('请选择目标数据库'),
  department: text('请填写提出需求的业务部门', 100),
  demandedBy: text('请填写需求提出人', 50),
  documentNo: text('请填写需求单编号', 100),
  reason: z.string().trim().min(4, '请写明事由，至少四个字').max(1_000),
  tables: z.array(z.string().trim().min(1).max(130)).max(50).default([]),
  script: z.string().max(200_000).default(''),
  /** Rows of each statement, in order. */
  rows: z.array(z.int().min(0).max(100_000_000)).max(100).default([]),
  tolerance: z.int().min(0).max(1_000_000).default(0),
  /** Rows of a transaction where a large change goes in batches; null: one transaction. */
  batchSize: z.int().min(100, '每批至少 100 行').max(10_000, '每批至多 10000 行').nullable().default(null),
  statementSeconds: z.int().min(1).max(1_800).default(60),
  lockSeconds: z.int().min(1).max(60).default(5),
  startsAt: z.iso.datetime({ offset: true, error: '请选择执行时段的开始' }),
  endsAt: z.iso.datetime({ offset: true, error: '请选择执行时段的结束' }),
  /** The execution that this order takes back; then there is no script. */
  undoes: z.uuid().nullable().default(null),
})
export type DataOrderForm = z.output<typeof dataOrderForm>

export const reviewFinding = z.object({ code: z.string(), title: z.string(), severity: findingSeverity.schema, line: z.int(), column: z.int(), detail: z.string(), why: z.string(), wayOut: z.string() })
export type ReviewFindingView = z.output<typeof reviewFinding>
const reviewView = z.object({ findings: z.array(reviewFinding), statements: z.array(z.object({ line: z.int(), verb: z.string(), table: z.string(), rows: z.int().nullable() })), tables: z.array(z.object({ table: z.string(), rows: z.number(), triggers: z.array(z.string()) })) })
export type ReviewView = z.output<typeof reviewView>

const targetView = z.object({ componentId: z.string(), subsystem: z.string(), title: z.string(), engine: z.string(), schemas: z.array(z.string()) })
export type DataTargetView = z.output<typeof targetView>

const imageStep = z.object({ verb: z.string(), table: z.string(), columns: z.array(z.string()), rows: z.array(z.object({ key: z.string(), changes: z.array(z.object({ column: z.string(), before: z.string().nullable(), after: z.string().nullable() })) })), total: z.int() })
export type ImageStepView = z.output<typeof imageStep>

const checkView = z.object({ madeAt: instantField, madeByName: z.string(), isCurrent: z.boolean(), text: z.string(), affected: z.array(z.int()), tookMs: z.number().nullable() })
const executionView = z.object({
  dataExecutionId: z.string(), state: executionState.schema, reason: z.string(), approvedRows: z.int(), affectedRows: z.int().nullable(), orderedByName: z.string(), madeAt: instantField, settledAt: instantField.nullable(), tookMs: z.int().nullable(),
  readBack: z.object({ rows: z.int(), differing: z.array(z.string()) }).nullable(), images: z.int(), workOrderId: z.string(), canUndo: z.boolean(), undoneBy: z.object({ requestId: z.string(), number: z.string() }).nullable(),
})
export type ExecutionView = z.output<typeof executionView>

export const orderDetail = z.object({
  review: z.object({ madeAt: instantField, madeByName: z.string(), isCurrent: z.boolean(), findings: z.array(reviewFinding) }).nullable(),
  trial: checkView.nullable(),
  rehearsal: checkView.nullable(),
  exception: checkView.nullable(),
  /** Why it cannot be rehearsed on a copy; empty when it can. */
  rehearsalUnavailable: z.string(),
  executions: z.array(executionView),
  /** What stands in the way of executing it now, in words; empty: it may be executed. */
  obstacles: z.array(z.string()),
  canExecute: z.boolean(),
  canRehearse: z.boolean(),
  canTry: z.boolean(),
  canExcept: z.boolean(),
})
export type OrderDetail = z.output<typeof orderDetail>

const requestId = z.object({ requestId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)

export const dataOrdersApi = defineApi({
  prefix: '/api/data-maintenance',
  title: '数据维护：需求单',
  endpoints: {
    listDataTargets: { method: 'GET', path: '/targets', summary: '可维护的数据库', permission: 'data-order:read', audit: 'none', response: z.object({ items: z.array(targetView) }) },
    reviewScript: {
      method: 'POST', path: '/review', summary: '审查一段脚本，对照目标库的现行目录', permission: 'data-order:read', audit: 'data-order.script-reviewed',
      body: dataOrderForm.pick({ componentId: true, script: true, tables: true, rows: true }), response: reviewView,
    },
    listReviewRules: { method: 'GET', path: '/rules', summary: '审查规则及其例子', permission: 'data-order:read', audit: 'none', response: z.object({ items: z.array(z.object({ code: z.string(), title: z.string(), severity: findingSeverity.schema, why: z.string(), wayOut: z.string(), bad: z.string(), good: z.string() })) }) },
    reviewDataOrder: { method: 'POST', path: '/orders/:requestId/review', summary: '审查需求单并存入，提交时以此为准', permission: 'data-order:open', audit: 'data-order.reviewed', params: requestId, response: z.object({ errors: z.int(), warnings: z.int() }) },
    getDataOrder: { method: 'GET', path: '/orders/:requestId', summary: '需求单的审查、演练、执行与读回', permission: 'data-order:read', audit: 'none', params: requestId, response: orderDetail },
    rehearseDataOrder: { method: 'POST', path: '/orders/:requestId/rehearse', summary: '在恢复的副本上演练：正向执行、读回、反向还原', permission: 'data-order:execute', audit: 'data-order.rehearsal-ordered', params: requestId, response: z.object({ workOrderId: z.string() }) },
    tryDataOrder: { method: 'POST', path: '/orders/:requestId/trial', summary: '试运行：在目标上执行、计数并全部撤回', permission: 'data-order:execute', audit: 'data-order.tried', params: requestId, response: z.object({ affected: z.array(z.int()), tookMs: z.number() }) },
    exceptRehearsal: { method: 'POST', path: '/orders/:requestId/rehearsal-exception', summary: '审批人记录免于副本演练及其理由', permission: 'request:approve', audit: 'data-order.rehearsal-excepted', params: requestId, body: z.object({ reason }) },
    executeDataOrder: { method: 'POST', path: '/orders/:requestId/execute', summary: '执行已批准的需求单', permission: 'data-order:execute', audit: 'data-order.execution-ordered', params: requestId, response: z.object({ workOrderId: z.string() }) },
    getDataImage: { method: 'GET', path: '/executions/:dataExecutionId/image', summary: '查看改动前后的行', permission: 'data-image:read', audit: 'data-image.read', params: z.object({ dataExecutionId: z.uuid() }), response: z.object({ steps: z.array(imageStep) }) },
    undoDataExecution: { method: 'POST', path: '/executions/:dataExecutionId/undo', summary: '建立撤销单：按影像还原，不覆盖后来的改动', permission: 'data-order:open', audit: 'data-order.undo-drafted', params: z.object({ dataExecutionId: z.uuid() }), body: z.object({ requestId: z.uuid(), reason }), response: z.object({ requestId: z.string(), number: z.string() }) },
  },
})
