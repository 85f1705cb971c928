import { z } from 'zod'
import { closedSet } from '#shared/closed-set.ts'
import { chartSpec } from '#shared/chart-spec.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

/** The four mandatory parts of a record (合同 M3-05, 运维月报). */
export const section = closedSet({ system: '系统运行', middleware: '中间件', database: '数据库', backup: '数据备份' })
/** What a check comes to. 未检 is a verdict of its own with a reason, never a silent pass. */
export const checkVerdict = closedSet({ normal: '正常', attention: '关注', abnormal: '异常', unchecked: '未检' })
export const checkSeverity = closedSet({ minor: '一般', major: '重要', critical: '严重' })
export const checkFrequency = closedSet({ daily: '每日', weekly: '每周' })
export const runKind = closedSet({ weekly: '每周巡检', daily: '每日系统巡检', sections: '每周专项巡检', 'on-demand': '临时巡检', 're-check': '复检' })
export const runState = closedSet({ running: '进行中', done: '已完成', cancelled: '已取消' })
export const signatureRole = closedSet({ inspector: '巡检人', reviewer: '复核人' })

export const outageCause = closedSet({ undecided: '待定', operator: '乙方', 'client-or-cloud': '甲方或云', planned: '计划内' })
const runId = z.object({ runId: z.uuid() })
const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()])
const counts = z.object({ normal: z.number(), attention: z.number(), abnormal: z.number(), unchecked: z.number() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)
const hazard = z.object({ findingId: z.string(), number: z.string(), title: z.string(), severity: z.string() })

export const runSummaryView = z.object({
  runId: z.string(),
  number: z.string(),
  kind: z.string(),
  subsystem: z.string(),
  title: z.string(),
  state: z.string(),
  requestedByName: z.string(),
  startedAt: instantField,
  endedAt: instantField.nullable(),
  workOrderId: z.string(),
  planned: z.number(),
  /** Rows that have a result by now. */
  answered: z.number(),
  counts,
  signatures: z.number(),
})
export type RunSummaryView = z.output<typeof runSummaryView>

export const runItemView = z.object({
  runItemId: z.string(),
  position: z.number(),
  componentId: z.string().nullable(),
  subsystem: z.string(),
  component: z.string(),
  check: z.string(),
  title: z.string(),
  section: z.string(),
  isManual: z.boolean(),
  /** Null while it has not been answered. */
  verdict: z.string().nullable(),
  value: scalar,
  unit: z.string(),
  threshold: z.string(),
  isOverridden: z.boolean(),
  previous: scalar,
  delta: z.number().nullable(),
  reason: z.string(),
  advice: z.string(),
  tookMs: z.number().nullable(),
  engine: z.string(),
  capturedAt: instantField.nullable(),
  capturedByName: z.string().nullable(),
  comments: z.array(z.object({ at: instantField, authorName: z.string(), text: z.string() })),
  files: z.array(z.object({ position: z.number(), fileName: z.string(), mediaType: z.string() })),
})
export type RunItemView = z.output<typeof runItemView>

export const runDetail = runSummaryView.extend({
  template: z.object({ version: z.string(), sm3: z.string() }),
  evidenceId: z.string().nullable(),
  occurrenceId: z.string().nullable(),
  canCancel: z.boolean(),
  /** Components that are being asked right now. */
  inProgress: z.array(z.string()),
  hazards: z.object({ fresh: z.array(hazard).readonly(), persisting: z.array(hazard).readonly(), fixed: z.array(hazard).readonly() }).nullable(),
  signed: z.array(z.object({ role: z.string(), name: z.string(), signedAt: instantField, note: z.string() })),
  documents: z.array(z.object({ documentId: z.string(), version: z.number(), modelSm3: z.string(), madeAt: instantField, scans: z.array(z.object({ fileName: z.string(), uploadedAt: instantField, uploadedByName: z.string(), evidenceId: z.string() })) })),
  report: z.object({ reportId: z.string(), number: z.string() }).nullable(),
  items: z.array(runItemView),
})
export type RunDetail = z.output<typeof runDetail>

const figures = z.object({
  agreedSeconds: z.number(),
  plannedSeconds: z.number(),
  downSeconds: z.object({ operator: z.number(), 'client-or-cloud': z.number(), undecided: z.number() }),
  unknownSeconds: z.number(),
  percent: z.number().nullable(),
  percentOperator: z.number().nullable(),
})

export const outageView = z.object({
  outageId: z.string(), componentId: z.string(), componentTitle: z.string(), subsystem: z.string(), startedAt: instantField, endedAt: instantField.nullable(), reason: z.string(), cause: z.string(), causeNote: z.string(),
  causeDecidedByName: z.string().nullable(), causeDecidedAt: instantField.nullable(), findingId: z.string().nullable(), findingNumber: z.string().nullable(), version: z.number(),
})

export const checkView = z.object({
  code: z.string(), title: z.string(), section: z.string(), connector: z.string(), appliesTo: z.array(z.string()), subsystems: z.array(z.string()).nullable(), question: z.unknown(), unit: z.string(), threshold: z.string(),
  severity: z.string(), frequency: z.string(), source: z.string(), advice: z.string(), isManual: z.boolean(), unavailable: z.string().nullable(),
})

export const coverageRow = z.object({ subsystem: z.string(), obligation: z.string(), title: z.string(), planned: z.number(), due: z.number(), done: z.number(), late: z.number(), excused: z.number(), missing: z.number(), missingDays: z.array(z.string()).readonly() })

const inspectionReportView = z.object({ reportId: z.string(), number: z.string(), subsystem: z.string(), periodFrom: z.string(), periodTo: z.string(), madeAt: instantField, records: z.number(), evidenceId: z.string() })
const checkOverrideView = z.object({ checkOverrideId: z.string(), componentId: z.string(), component: z.string(), subsystem: z.string(), checkCode: z.string(), warn: z.number().nullable(), critical: z.number().nullable(), reason: z.string(), expiresOn: z.string(), setByName: z.string(), setAt: instantField, revokedAt: instantField.nullable(), isLive: z.boolean() })

export const inspectionApi = defineApi({
  prefix: '/api/inspection',
  title: '日常定期巡检',
  endpoints: {
    listRuns: {
      method: 'GET', path: '/runs', summary: '查询巡检', permission: 'inspection:read', audit: 'none',
      query: listQuery.extend({ kind: z.string().optional(), state: z.string().optional(), subsystem: z.string().optional(), from: dateField.optional(), to: dateField.optional(), verdict: z.enum(['attention', 'abnormal', 'unchecked']).optional() }),
      response: listOf(runSummaryView),
      sheet: sheetOf('巡检', runSummaryView, {
        number: '编号', title: '巡检', kind: ['类别', runKind.titles], subsystem: ['子系统', subsystemTitle], state: ['状态', runState.titles], planned: '应检项', answered: '已检项', counts: ['结论', (counts) => checkVerdict.values.map((verdict) => `${checkVerdict.titles[verdict]} ${counts[verdict]}`).join('，')],
        requestedByName: '发起', startedAt: '开始', endedAt: '结束', signatures: '签认',
      }),
    },
    startRun: {
      method: 'POST', path: '/runs', summary: '发起临时巡检', permission: 'inspection:run', audit: 'inspection.started',
      body: z.object({ subsystem: z.string().optional(), componentId: z.uuid().optional(), checkCode: z.string().optional() }),
      response: z.object({ runId: z.string(), number: z.string() }),
    },
    getRun: { method: 'GET', path: '/runs/:runId', summary: '查看巡检（进行中时为当前进度）', permission: 'inspection:read', audit: 'none', params: runId, response: runDetail },
    recheckRun: { method: 'POST', path: '/runs/:runId/recheck', summary: '复检未正常的项', permission: 'inspection:run', audit: 'inspection.rechecked', params: runId, response: z.object({ runId: z.string(), number: z.string() }) },
    cancelRun: { method: 'POST', path: '/runs/:runId/cancel', summary: '取消临时巡检', permission: 'inspection:run', audit: 'inspection.cancelled', params: runId },
    signRun: {
      method: 'POST', path: '/runs/:runId/sign', summary: '签认巡检记录', permission: 'inspection:sign', audit: 'inspection.signed', params: runId,
      body: z.object({ role: z.enum(['inspector', 'reviewer']), note: z.string().trim().max(1_000).default('') }),
    },
    commentResult: { method: 'POST', path: '/results/:runItemId/comments', summary: '对检查结果加意见', permission: 'inspection:comment', audit: 'inspection.commented', params: z.object({ runItemId: z.uuid() }), body: z.object({ text: z.string().trim().min(2, '请填写意见').max(2_000) }) },
    answerManualCheck: {
      method: 'POST', path: '/results/:runItemId/answer', summary: '填写人工检查项（可附照片）', permission: 'inspection:comment', audit: 'inspection.answered', accepts: 'upload', params: z.object({ runItemId: z.uuid() }),
      body: z.object({ verdict: z.enum(['normal', 'attention', 'abnormal', 'unchecked']), note: z.string().trim().min(4, '请写明检查情况，至少四个字').max(2_000) }),
    },
    getResultFile: { method: 'GET', path: '/results/:runItemId/files/:position', summary: '下载人工检查项的附件', permission: 'inspection:read', audit: 'none', answer: 'file', params: z.object({ runItemId: z.uuid(), position: z.coerce.number().int().min(1) }) },
    getRaw: { method: 'GET', path: '/results/:runItemId/raw', summary: '查看一项的原始应答', permission: 'inspection:read', audit: 'none', params: z.object({ runItemId: z.uuid() }), response: z.object({ raw: z.unknown() }) },
    getTrend: {
      method: 'GET', path: '/trends', summary: '一个部件一项检查的最近取值', permission: 'inspection:read', audit: 'none',
      query: z.object({ componentId: z.uuid(), check: z.string(), last: z.coerce.number().int().min(2).max(200).default(30) }),
      response: z.object({ title: z.string(), unit: z.string(), points: z.array(z.object({ at: instantField, value: scalar, verdict: z.string(), runId: z.string() })), chart: chartSpec.nullable() }),
    },
    getRecord: { method: 'GET', path: '/runs/:runId/record', summary: '下载巡检记录', permission: 'inspection:read', audit: 'inspection.record-downloaded', answer: 'file', params: runId, query: z.object({ format: z.enum(['docx', 'pdf']).default('pdf') }) },
    uploadScan: { method: 'POST', path: '/documents/:documentId/scans', summary: '上传签字盖章扫描件', permission: 'inspection:sign', audit: 'inspection.scan-uploaded', accepts: 'upload', params: z.object({ documentId: z.uuid() }), response: z.object({ evidenceId: z.string() }) },
    listReports: {
      method: 'GET', path: '/reports', summary: '查询巡检报告', permission: 'inspection:read', audit: 'none', query: listQuery.extend({ subsystem: z.string().optional() }),
      response: listOf(inspectionReportView),
      sheet: sheetOf('巡检报告', inspectionReportView, { number: '编号', subsystem: ['子系统', subsystemTitle], periodFrom: '起', periodTo: '止', records: '巡检记录', madeAt: '汇总' }),
    },
    makeReport: {
      method: 'POST', path: '/reports', summary: '汇总巡检报告', permission: 'report:build', audit: 'inspection.report-made', body: z.object({ subsystem: z.string(), from: dateField, to: dateField }),
      response: z.object({ reportId: z.string(), number: z.string() }),
    },
    getReport: { method: 'GET', path: '/reports/:reportId/document', summary: '下载巡检报告', permission: 'inspection:read', audit: 'inspection.report-downloaded', answer: 'file', params: z.object({ reportId: z.uuid() }), query: z.object({ format: z.enum(['docx', 'pdf']).default('pdf') }) },
    getCatalogue: {
      method: 'GET', path: '/catalogue', summary: '检查目录', permission: 'inspection:read', audit: 'none', response: z.object({ version: z.string(), sm3: z.string(), checks: z.array(checkView) }),
      sheet: sheetOf('检查目录', checkView, {
        code: '编号', title: '检查项', section: ['部分', section.titles], connector: '目标', threshold: '阈值', unit: '单位', severity: ['重要程度', checkSeverity.titles], frequency: ['频度', checkFrequency.titles], source: '来源', advice: '处置建议', isManual: '人工', unavailable: '暂不能检的原因',
      }, ({ checks }: { checks: Array<z.output<typeof checkView>> }) => checks),
    },
    listOverrides: {
      method: 'GET', path: '/overrides', summary: '查询阈值调整', permission: 'inspection:read', audit: 'none', query: listQuery.extend({ live: z.stringbool().optional() }),
      response: listOf(checkOverrideView),
      sheet: sheetOf('阈值调整', checkOverrideView, { component: '部件', subsystem: ['子系统', subsystemTitle], checkCode: '检查项', warn: '关注', critical: '异常', reason: '理由', expiresOn: '有效至', setByName: '设置人', setAt: '设置', revokedAt: '撤销', isLive: '生效中' }),
    },
    setOverride: {
      method: 'POST', path: '/overrides', summary: '调整一个部件的阈值', permission: 'inspection:override', audit: 'inspection.override-set',
      body: z.object({ componentId: z.uuid(), checkCode: z.string(), warn: z.number().nullable(), critical: z.number().nullable(), reason, expiresOn: dateField }), response: z.object({ checkOverrideId: z.string() }),
    },
    revokeOverride: { method: 'POST', path: '/overrides/:checkOverrideId/revoke', summary: '撤销阈值调整', permission: 'inspection:override', audit: 'inspection.override-revoked', params: z.object({ checkOverrideId: z.uuid() }) },
    getCoverage: {
      method: 'GET', path: '/coverage', summary: '巡检覆盖率：计划、已完成、缺失', permission: 'inspection:read', audit: 'none', query: z.object({ from: dateField.optional(), to: dateField.optional(), subsystem: z.string().optional() }), response: z.object({ from: z.string(), to: z.string(), rows: z.array(coverageRow) }),
      sheet: sheetOf('巡检覆盖率', coverageRow, { subsystem: ['子系统', subsystemTitle], obligation: '义务', title: '名称', planned: '计划', due: '已到期', done: '完成', late: '其中逾期', excused: '免责', missing: '缺失', missingDays: ['缺失的周期末日', (days) => days.join('、')] }, ({ rows }: { rows: Array<z.output<typeof coverageRow>> }) => rows),
    },
    getAvailability: {
      method: 'GET', path: '/availability', summary: '可用率：按子系统、部件与原因', permission: 'availability:read', audit: 'none', query: z.object({ from: dateField.optional(), to: dateField.optional() }),
      response: z.object({
        from: z.string(), to: z.string(),
        systems: z.array(figures.extend({ subsystem: z.string(), outages: z.number(), unknown: z.array(z.object({ from: instantField, to: instantField })) })).readonly(),
        components: z.array(figures.extend({ componentId: z.string(), subsystem: z.string(), title: z.string(), kind: z.string(), samples: z.number(), failures: z.number(), p50Ms: z.number().nullable(), p95Ms: z.number().nullable(), outages: z.number() })).readonly(),
      }),
    },
    getMonitoring: {
      method: 'GET', path: '/availability/now', summary: '各监测点的当前状态', permission: 'availability:read', audit: 'none',
      response: z.object({
        isWatching: z.boolean(),
        stats: z.object({ monitors: z.number().optional(), started: z.number().optional(), skipped: z.number().optional(), latenessP99Ms: z.number().optional() }),
        monitors: z.array(z.object({
          componentId: z.string(), subsystem: z.string(), kind: z.string(), title: z.string(), intervalSeconds: z.number(), isEnabled: z.boolean(), reason: z.string(), version: z.number(), check: z.string(),
          last: z.object({ at: instantField, isUp: z.boolean(), tookMs: z.number().nullable(), failure: z.string().nullable() }).nullable(),
          outage: z.object({ outageId: z.string(), startedAt: instantField, reason: z.string() }).nullable(),
        })),
      }),
    },
    getSamples: {
      method: 'GET', path: '/availability/components/:componentId/samples', summary: '响应时间曲线', permission: 'availability:read', audit: 'none', params: z.object({ componentId: z.uuid() }), query: z.object({ from: instantInput, to: instantInput }),
      response: z.object({ seconds: z.number(), points: z.array(z.object({ at: instantField, samples: z.number(), failures: z.number(), tookMs: z.number().nullable() })), warnMs: z.number().nullable(), criticalMs: z.number().nullable() }),
    },
    setMonitor: {
      method: 'POST', path: '/availability/components/:componentId/monitor', summary: '设置一个部件的监测', permission: 'inspection:override', audit: 'availability.monitor-set', params: z.object({ componentId: z.uuid() }),
      body: z.object({ version: z.int().min(0), isEnabled: z.boolean(), intervalSeconds: z.int().min(5).max(3_600), reason }),
    },
    listOutages: {
      method: 'GET', path: '/availability/outages', summary: '查询中断', permission: 'availability:read', audit: 'none', query: listQuery.extend({ subsystem: z.string().optional(), cause: z.string().optional(), from: dateField.optional(), to: dateField.optional() }),
      response: listOf(outageView),
      sheet: sheetOf('中断', outageView, { subsystem: ['子系统', subsystemTitle], componentTitle: '部件', startedAt: '开始', endedAt: '恢复', reason: '现象', cause: ['原因', outageCause.titles], causeNote: '认定理由', causeDecidedByName: '认定人', causeDecidedAt: '认定', findingNumber: '隐患' }),
    },
    classifyOutage: {
      method: 'POST', path: '/availability/outages/:outageId/cause', summary: '认定中断原因', permission: 'availability:classify', audit: 'outage.classified', params: z.object({ outageId: z.uuid() }),
      body: z.object({ version: z.int().min(1), cause: z.enum(['undecided', 'operator', 'client-or-cloud', 'planned']), reason }),
    },
  },
})
