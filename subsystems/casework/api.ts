import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'

const id = z.number().int()
/** What the query of a list may be narrowed by: equality on a field of the answer. */
export const textFilter = z.string().trim().min(1).max(100).optional()

export const caseItemRow = z.object({
  caseItemId: id, caseNo: z.string(), itemName: z.string(), applicant: z.string(), subject: z.string(), state: z.string(), stateTitle: z.string(),
  submittedAt: instantField, acceptedAt: instantField.nullable(), promisedOn: dateField.nullable(), closedAt: instantField.nullable(), isOnline: z.boolean(),
})

export const stateChange = z.object({ fromState: z.string().nullable(), toState: z.string(), toTitle: z.string(), changedAt: instantField, changedBy: z.string(), note: z.string().nullable() })

export const caseItemDetail = caseItemRow.extend({
  materials: z.array(z.object({ materialCode: z.string(), name: z.string(), materialType: z.string(), fetchMode: z.string(), copies: z.number().int() })),
  events: z.array(z.object({ step: z.string(), at: instantField, handledBy: z.string(), opinion: z.string() })),
  clock: z.array(z.object({ kind: z.string(), at: instantField, reason: z.string() })),
  history: z.array(stateChange),
})

/** How many case items are in each state, in the order of the workflow. */
export const stateCount = z.object({ state: z.string(), stateTitle: z.string(), count: z.number().int() })

/** Case items (办件) of one system: the same in all six. */
export const caseItemsApi = defineApi({
  prefix: '/api/case-items',
  title: '办件',
  endpoints: {
    caseItems: {
      method: 'GET', path: '', summary: '办件列表', permission: 'case:read', audit: 'none', query: listQuery.extend({ state: textFilter, itemName: textFilter }), response: listOf(caseItemRow),
      sheet: sheetOf('办件', caseItemRow, { subject: '事由', caseNo: '办件编号', itemName: '事项', applicant: '申请人', stateTitle: '状态', submittedAt: '提交', promisedOn: '承诺办结', acceptedAt: '受理', closedAt: '办结', isOnline: '网上申请' }),
    },
    states: { method: 'GET', path: '/states', summary: '各状态的办件数', permission: 'case:read', audit: 'none', response: z.object({ items: z.array(stateCount) }) },
    caseItem: { method: 'GET', path: '/:caseItemId', summary: '一件办件的材料、过程、时限事件与状态历史', permission: 'case:read', audit: 'none', params: z.object({ caseItemId: z.coerce.number().int() }), response: caseItemDetail },
  },
})

/** One code of a list or one state of a workflow, with its title. */
const titled = z.object({ code: z.string(), title: z.string() })

/** Reference data of one system: what its codes and states mean. */
export const referenceApi = defineApi({
  prefix: '/api/reference',
  title: '基础数据',
  endpoints: {
    reference: {
      method: 'GET', path: '', summary: '字典、业务状态与法定时限', permission: 'signed-in', audit: 'none',
      response: z.object({
        dictionaries: z.array(titled.extend({ source: z.string(), entries: z.array(titled) })),
        workflows: z.array(titled.extend({ states: z.array(titled) })),
        timeLimits: z.array(titled.extend({ amount: z.number().int(), unit: z.string(), startEvent: z.string(), isPausable: z.boolean(), source: z.string() })),
      }),
    },
  },
})

/** Runtime of this process (event loop, heap, pool, requests): what is inspected where there is no middleware. */
export const runtimeApi = defineApi({
  prefix: '/api/runtime',
  title: '运行状态',
  endpoints: {
    runtime: {
      method: 'GET', path: '', summary: '本进程的运行状态', permission: 'runtime:read', audit: 'none',
      response: z.object({
        subsystem: z.string(),
        title: z.string(),
        version: z.string(),
        startedAt: instantField,
        uptimeSeconds: z.number(),
        /** Milliseconds beyond the timer's own resolution, over the last one to two minutes. */
        eventLoopLagMs: z.object({ p50: z.number(), p99: z.number() }),
        heapUsedBytes: z.number(),
        heapLimitBytes: z.number(),
        rssBytes: z.number(),
        pool: z.object({ total: z.number(), idle: z.number(), waiting: z.number(), limit: z.number() }),
        /** Answers of the last 60 seconds; errors are those with status 500 and above. */
        lastMinute: z.object({ requests: z.number(), errors: z.number() }),
      }),
    },
  },
})
