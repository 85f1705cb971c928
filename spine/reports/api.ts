import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'

const reportId = z.object({ reportId: z.uuid() })
const ofVersion = reportId.extend({ version: z.coerce.number().int().min(1) })
const seen = z.object({ version: z.coerce.number().int().min(1) })
const note = z.string().trim().max(2_000)
const reason = note.min(4, '请写明原因，至少四个字')
export const reportKind = z.enum(['inspection', 'monthly', 'quarterly', 'half-year', 'yearly', 'security-yearly'])

/** Life of a report. `revised` is a questioned report whose new version is being prepared: it is reviewed and submitted again. */
export const reportState = closedSet({
  draft: '草稿',
  reviewed: '已复核',
  submitted: '已提交',
  accepted: '已认可',
  questioned: '被质疑',
  revised: '修订中',
})
export type ReportState = Member<typeof reportState>

export const reportEvent = closedSet({
  built: '编制',
  reviewed: '复核通过',
  returned: '退回',
  submitted: '提交甲方',
  accepted: '甲方认可',
  questioned: '甲方质疑',
  revised: '修订',
  'scan-attached': '上传签字盖章件',
})
export type ReportEventKind = Member<typeof reportEvent>

export const reportKindTitle: Readonly<Record<z.output<typeof reportKind>, string>> = Object.freeze({
  inspection: '巡检报告',
  monthly: '运维月报',
  quarterly: '运维季报',
  'half-year': '运维半年报',
  yearly: '运维年报',
  'security-yearly': '网络安全年报',
})

const reviewClock = z.object({ startedAt: instantField, dueAt: instantField, isOverdue: z.boolean(), isProvisional: z.boolean(), waitingFor: z.string(), lines: z.array(z.string()) })
const value = z.union([z.number(), z.string()])

export const reportSummary = z.object({
  reportId: z.string(),
  number: z.string(),
  kind: reportKind,
  kindTitle: z.string(),
  periodKey: z.string(),
  periodFrom: z.string(),
  periodTo: z.string(),
  title: z.string(),
  state: z.string(),
  currentVersion: z.number(),
  isPartial: z.boolean(),
  builtAt: instantField,
  receivedAt: instantField.nullable(),
  review: reviewClock.nullable(),
  version: z.number(),
})

const reportFile = z.object({ format: z.enum(['docx', 'pdf']), fileName: z.string(), bytes: z.number(), sm3: z.string() })
export const reportVersion = z.object({
  version: z.number(),
  hash: z.string(),
  isPartial: z.boolean(),
  asOf: instantField,
  reason: z.string(),
  builtAt: instantField,
  builtByName: z.string(),
  evidenceId: z.string(),
  snapshotEvidenceId: z.string(),
  files: z.array(reportFile),
  scans: z.array(z.object({ at: instantField, actorName: z.string(), note: z.string(), evidenceId: z.string().nullable() })),
})

export const reportDetail = reportSummary.extend({
  versions: z.array(reportVersion),
  events: z.array(z.object({ at: instantField, kind: z.string(), reportVersion: z.number(), actorName: z.string(), note: z.string(), evidenceId: z.string().nullable() })),
  actions: z.array(z.enum(['build', 'review', 'return', 'submit', 'accept', 'question', 'revise', 'attach-scan'])),
})

/** A cell behind a table or chart that the database now gives differently; null where the row stands only on one side. */
const cellDifference = z.object({ place: z.string(), query: z.string(), row: z.number(), column: z.string(), frozen: z.string().nullable(), now: z.string().nullable() })
const figureCheck = z.object({ id: z.string(), label: z.string(), unit: z.string(), frozen: value, now: value, isSame: z.boolean() })

export const reportBuild = z.object({
  reportBuildId: z.string(),
  kind: reportKind,
  periodKey: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  step: z.string(),
  percent: z.number(),
  failure: z.string(),
  result: z.object({ reportId: z.string(), report: z.string(), version: z.number(), hash: z.string(), files: z.array(reportFile) }).nullable(),
})

export const reportsApi = defineApi({
  prefix: '/api/reports',
  title: '报告',
  endpoints: {
    listReports: {
      method: 'GET',
      path: '',
      summary: '查询报告',
      permission: 'report:read',
      audit: 'none',
      query: listQuery.extend({ kind: reportKind.optional(), state: z.string().optional() }),
      response: listOf(reportSummary),
      sheet: sheetOf('报告', reportSummary, {
        number: '编号', title: '标题', kindTitle: '种类', periodFrom: '起', periodTo: '止', state: ['状态', reportState.titles], currentVersion: '版本', isPartial: '截至今日', builtAt: '编制', receivedAt: '甲方收到', review: ['复核期限', ({ dueAt, isOverdue }) => `${dueAt.slice(0, 10)}${isOverdue ? '（已过）' : ''}`],
      }),
    },
    buildReport: {
      method: 'POST',
      path: '/builds',
      summary: '编制报告（后台进行，按任务查询进度）',
      permission: 'report:build',
      audit: 'report.build-requested',
      body: z.object({ kind: reportKind, periodKey: z.string().trim().min(4).max(20), reason: note.default('') }),
      response: z.object({ reportBuildId: z.string() }),
    },
    getReportBuild: { method: 'GET', path: '/builds/:reportBuildId', summary: '查看编制进度', permission: 'report:read', audit: 'none', params: z.object({ reportBuildId: z.uuid() }), response: reportBuild },
    getReport: { method: 'GET', path: '/:reportId', summary: '查看报告', permission: 'report:read', audit: 'none', params: reportId, response: reportDetail },
    previewReport: {
      method: 'GET',
      path: '/:reportId/versions/:version/preview',
      summary: '浏览器预览用的版面内容',
      permission: 'report:read',
      audit: 'none',
      params: ofVersion,
      response: z.object({ hash: z.string(), /** A ComposedDocument of shared/compose-document.ts. */ document: z.json() }),
    },
    getFigure: {
      method: 'GET',
      path: '/:reportId/versions/:version/figures/:figureId',
      summary: '数据项的查询、参数、证据，并立即重算',
      permission: 'report:read',
      audit: 'none',
      params: ofVersion.extend({ figureId: z.string().min(1).max(120) }),
      response: figureCheck.extend({ query: z.string(), sql: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), asOf: z.string(), evidence: z.array(z.string()) }),
    },
    downloadReport: {
      method: 'GET',
      path: '/:reportId/versions/:version/files/:format',
      summary: '下载报告文件',
      permission: 'report:read',
      audit: 'report.downloaded',
      answer: 'file',
      params: ofVersion.extend({ format: z.enum(['docx', 'pdf']) }),
    },
    compareReportVersions: {
      method: 'GET',
      path: '/:reportId/compare',
      summary: '比较两个版次的数字',
      permission: 'report:read',
      audit: 'none',
      params: reportId,
      query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
      response: z.object({ figures: z.number(), differences: z.array(z.object({ id: z.string(), label: z.string(), unit: z.string(), before: value.nullable(), after: value.nullable() })) }),
    },
    verifyReport: {
      method: 'GET',
      path: '/:reportId/versions/:version/verify',
      summary: '核验：重算全部数据项与表格各行，核对冻结数据与文件',
      permission: 'report:read',
      audit: 'none',
      params: ofVersion,
      response: z.object({
        version: z.number(), hash: z.string(), isFrozenIntact: z.boolean(), files: z.array(z.object({ format: z.enum(['docx', 'pdf']), state: z.enum(['absent', 'altered', 'intact']) })),
        checked: z.number(), differing: z.array(figureCheck),
        rows: z.object({ checked: z.number(), differing: z.array(cellDifference) }),
      }),
    },
    rebuildReport: {
      method: 'GET',
      path: '/:reportId/versions/:version/rebuild',
      summary: '由冻结数据重新生成文件并比对字节',
      permission: 'report:read',
      audit: 'none',
      params: ofVersion,
      response: z.object({ version: z.number(), hash: z.string(), files: z.array(z.object({ format: z.enum(['docx', 'pdf']), kept: z.string(), rebuilt: z.string(), isSame: z.boolean() })) }),
    },
    reviewReport: { method: 'POST', path: '/:reportId/review', summary: '复核通过', permission: 'report:review', audit: 'report.reviewed', params: reportId, body: seen.extend({ note: note.default('') }) },
    returnReport: { method: 'POST', path: '/:reportId/return', summary: '退回重编', permission: 'report:review', audit: 'report.returned', params: reportId, body: seen.extend({ reason }) },
    submitReport: {
      method: 'POST',
      path: '/:reportId/submit',
      summary: '登记提交甲方及回执',
      permission: 'report:submit',
      audit: 'report.submitted',
      accepts: 'upload',
      params: reportId,
      body: seen.extend({ receivedAt: instantInput, channel: note.min(2, '请填写提交渠道').max(100), receipt: note.min(2, '请填写回执编号或说明').max(300) }),
      response: z.object({ workOrders: z.array(z.string()) }),
    },
    acceptReport: { method: 'POST', path: '/:reportId/accept', summary: '甲方认可', permission: 'report:decide', audit: 'report.accepted', params: reportId, body: seen.extend({ note: note.default('') }) },
    questionReport: { method: 'POST', path: '/:reportId/question', summary: '甲方质疑', permission: 'report:decide', audit: 'report.questioned', params: reportId, body: seen.extend({ question: reason }) },
    attachReportScan: {
      method: 'POST',
      path: '/:reportId/scans',
      summary: '上传签字盖章扫描件',
      permission: 'report:submit',
      audit: 'report.scan-attached',
      accepts: 'upload',
      params: reportId,
      body: seen.extend({ reportVersion: z.coerce.number().int().min(1), hash: z.string().trim().min(1, '请填写扫描件页脚的校验值').max(80), note: note.default('') }),
      response: z.object({ evidenceId: z.string() }),
    },
  },
})
