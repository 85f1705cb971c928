import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { reviewFinding } from '../orders/api.ts'

export const exportState = closedSet({ waiting: '待生成', generating: '生成中', held: '待确认', generated: '已生成', received: '已签收', expired: '已到期', destroyed: '已销毁', refused: '未生成' })
export type ExportState = Member<typeof exportState>
export const exportPurpose = closedSet({ export: '临时导出', analysis: '统计分析', periodic: '定期导出' })
export type ExportPurpose = Member<typeof exportPurpose>
export const exportFormat = closedSet({ xlsx: 'Excel', csv: 'CSV' })
export type ExportFormat = Member<typeof exportFormat>

export const DATA_EXPORT_KIND = 'data-maintenance.export'
const text = (least: string, most: number) => z.string().trim().min(1, least).max(most)

/** A parameter of a saved query, written `:name` in its text. */
export const queryParameter = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/, '参数名用小写字母、数字和下划线'),
  title: z.string().trim().min(1, '请填写参数的中文名').max(50),
  type: z.enum(['date', 'text', 'number']),
})
export type QueryParameter = z.output<typeof queryParameter>
/** 数据导出需求单: which rows, for what, to whom, how long. */
export const dataExportForm = z.strictObject({
  subsystem: subsystem.schema,
  componentId: z.uuid('请选择目标数据库'),
  purpose: z.enum(['export', 'analysis']).default('export'),
  department: text('请填写提出需求的业务部门', 100),
  demandedBy: text('请填写需求提出人', 50),
  documentNo: text('请填写需求单编号', 100),
  /** 用途: what the rows are for. */
  reason: z.string().trim().min(4, '请写明用途，至少四个字').max(1_000),
  script: z.string().max(100_000).default(''),
  /** 统计分析: the saved query and its version that are run, with the values of its parameters. */
  exportQueryId: z.uuid().nullable().default(null),
  queryVersion: z.int().positive().nullable().default(null),
  parameters: z.record(z.string().max(31), z.string().max(500)).default({}),
  format: exportFormat.schema.default('xlsx'),
  expectedRows: z.int('请填写预计行数').min(0).max(10_000_000),
  tolerance: z.int().min(0).max(10_000_000).default(0),
  receiverId: z.uuid('请选择接收人'),
  receiverUnit: text('请填写接收人单位', 100),
  keepDays: z.int().min(1, '至少保留 1 天').max(365, '至多保留 365 天').default(30),
  /** Columns of the result that are to be shown as they are. */
  unmasked: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
  unmaskReason: z.string().trim().max(1_000).default(''),
  statementSeconds: z.int().min(1).max(1_800).default(300),
})
export type DataExportForm = z.output<typeof dataExportForm>

export const exportColumn = z.object({ name: z.string(), kind: z.string(), rule: z.string().nullable(), by: z.string() })
export type ExportColumnView = z.output<typeof exportColumn>
const previewView = z.object({ findings: z.array(reviewFinding), columns: z.array(exportColumn), rows: z.array(z.array(z.string().nullable())), isCut: z.boolean() })
export type PreviewView = z.output<typeof previewView>

const comparisonLine = z.object({ label: z.string(), before: z.number().nullable(), now: z.number(), percent: z.number().nullable(), isOutside: z.boolean() })
export const comparisonView = z.object({ previous: z.string().nullable(), band: z.number().nullable(), lines: z.array(comparisonLine), added: z.int().nullable(), removed: z.int().nullable(), changed: z.int().nullable() })
export type ComparisonView = z.output<typeof comparisonView>

export const exportView = z.object({
  dataExportId: z.string(), number: z.string(), title: z.string(), subsystem: z.string(), purpose: exportPurpose.schema, format: exportFormat.schema, state: exportState.schema, rowCount: z.number().nullable(), receiverName: z.string(), receiverUnit: z.string(),
  orderedByName: z.string(), madeAt: instantField, generatedAt: instantField.nullable(), receivedAt: instantField.nullable(), expiresAt: instantField.nullable(), destroyedAt: instantField.nullable(), copiesDestroyedAt: instantField.nullable(), isCopyOverdue: z.boolean(), requestId: z.string().nullable(), reason: z.string(),
})
export type ExportView = z.output<typeof exportView>

export const exportDetail = exportView.extend({
  workOrderId: z.string(), exportQueryId: z.string().nullable(), queryVersion: z.number().nullable(), periodKey: z.string().nullable(), approvedRows: z.number().nullable(), tolerance: z.number(), columns: z.array(exportColumn), figures: z.record(z.string(), z.number()), comparison: comparisonView.nullable(),
  fileName: z.string().nullable(), bytes: z.number().nullable(), fileSm3: z.string().nullable(), fileSha256: z.string().nullable(), rowsSm3: z.string().nullable(), keepDays: z.number(), tookMs: z.number().nullable(), receiptNote: z.string(), copiesNote: z.string(), confirmedByName: z.string(), confirmedAt: instantField.nullable(), confirmedReason: z.string(),
  downloads: z.array(z.object({ at: instantField, kind: z.enum(['file', 'password']), userName: z.string(), address: z.string() })),
  reruns: z.array(z.object({ at: instantField, byName: z.string(), rowCount: z.number(), isSame: z.boolean() })),
  isReceiver: z.boolean(), canConfirm: z.boolean(), canRerun: z.boolean(), canRedo: z.boolean(),
})
export type ExportDetail = z.output<typeof exportDetail>

export const exportRequestDetail = z.object({
  review: z.object({ madeAt: instantField, madeByName: z.string(), isCurrent: z.boolean(), findings: z.array(reviewFinding), columns: z.array(exportColumn) }).nullable(),
  exports: z.array(exportView),
  obstacles: z.array(z.string()),
  canGenerate: z.boolean(),
})
export type ExportRequestDetail = z.output<typeof exportRequestDetail>

const requestId = z.object({ requestId: z.uuid() })
const dataExportId = z.object({ dataExportId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)
const scriptOnly = dataExportForm.pick({ componentId: true, script: true, exportQueryId: true, queryVersion: true, parameters: true })

export const dataExportsApi = defineApi({
  prefix: '/api/data-exports',
  title: '数据维护：数据导出',
  endpoints: {
    listDataExports: {
      method: 'GET', path: '', summary: '数据导出', permission: 'data-export:read', audit: 'none', query: listQuery.extend({ state: z.string().optional(), subsystem: z.string().optional(), purpose: z.string().optional(), mine: z.stringbool().optional(), overdueCopies: z.stringbool().optional() }), response: listOf(exportView),
      sheet: sheetOf('数据导出', exportView, { number: '编号', title: '内容', subsystem: ['子系统', subsystemTitle], purpose: ['类别', exportPurpose.titles], format: ['格式', exportFormat.titles], state: ['状态', exportState.titles], rowCount: '行数', receiverName: '接收人', receiverUnit: '接收单位', orderedByName: '下达人', madeAt: '下达时间', generatedAt: '生成时间', receivedAt: '签收时间', expiresAt: '到期时间', destroyedAt: '销毁时间', copiesDestroyedAt: '副本销毁确认', reason: '说明' }),
    },
    getDataExport: { method: 'GET', path: '/:dataExportId', summary: '一次导出的文件、签收与记录', permission: 'data-export:read', audit: 'none', params: dataExportId, response: exportDetail },
    listExportReceivers: { method: 'GET', path: '/receivers', summary: '可以接收导出文件的人', permission: 'data-export:read', audit: 'none', response: z.object({ items: z.array(z.object({ userId: z.string(), displayName: z.string(), unit: z.string() })) }) },
    previewExport: { method: 'POST', path: '/preview', summary: '审查查询，并预览脱敏后的前几行', permission: 'data-export:open', audit: 'data-export.previewed', body: scriptOnly, response: previewView },
    reviewExportRequest: { method: 'POST', path: '/requests/:requestId/review', summary: '审查需求单并存入，提交时以此为准', permission: 'data-export:open', audit: 'data-export.reviewed', params: requestId, response: z.object({ errors: z.int(), warnings: z.int() }) },
    getExportRequest: { method: 'GET', path: '/requests/:requestId', summary: '导出需求单的审查与各次导出', permission: 'data-export:read', audit: 'none', params: requestId, response: exportRequestDetail },
    generateExport: { method: 'POST', path: '/requests/:requestId/generate', summary: '按已批准的需求单生成文件', permission: 'data-export:execute', audit: 'data-export.generation-ordered', params: requestId, response: z.object({ dataExportId: z.string() }) },
    revealExportPassword: { method: 'POST', path: '/:dataExportId/password', summary: '接收人查看打开口令', permission: 'data-export:receive', audit: 'data-export.password-revealed', params: dataExportId, response: z.object({ password: z.string() }) },
    downloadExport: { method: 'GET', path: '/:dataExportId/file', summary: '接收人下载加密的文件包', permission: 'data-export:receive', audit: 'data-export.downloaded', answer: 'file', params: dataExportId },
    signExport: { method: 'POST', path: '/:dataExportId/receipt', summary: '接收人核对摘要后签收', permission: 'data-export:receive', audit: 'data-export.received', params: dataExportId, body: z.object({ digest: z.string().trim().toLowerCase().regex(/^[0-9a-f]{64}$/, '请填写 64 位的 SM3 或 SHA-256 摘要'), note: z.string().trim().max(500).default('') }) },
    destroyExport: { method: 'POST', path: '/:dataExportId/destroy', summary: '接收人用毕，提前销毁已签收的文件', permission: 'data-export:receive', audit: 'data-export.destruction-ordered', params: dataExportId },
    confirmCopiesDestroyed: { method: 'POST', path: '/:dataExportId/copies', summary: '接收人确认自留副本已销毁', permission: 'data-export:receive', audit: 'data-export.copies-destroyed', params: dataExportId, body: z.object({ note: z.string().trim().min(4, '请写明在哪里、怎样销毁，至少四个字').max(500) }) },
    confirmHeldExport: { method: 'POST', path: '/:dataExportId/confirm', summary: '确认超出合理范围的定期导出', permission: 'data-export:confirm', audit: 'data-export.confirmed', params: dataExportId, body: z.object({ reason }) },
    redoPeriodExport: { method: 'POST', path: '/:dataExportId/redo', summary: '重做被拒的定期导出', permission: 'data-export:execute', audit: 'data-export.redo-ordered', params: dataExportId, response: z.object({ dataExportId: z.string() }) },
    rerunExport: { method: 'POST', path: '/:dataExportId/rerun', summary: '按同一查询与参数重做并比对', permission: 'data-export:execute', audit: 'data-export.rerun', params: dataExportId, response: z.object({ isSame: z.boolean(), rowCount: z.number() }) },
  },
})
