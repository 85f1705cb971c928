import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { exportFormat, exportView, queryParameter } from '../exports/api.ts'

export const queryPurpose = closedSet({ periodic: '定期导出', analysis: '统计分析' })
export type QueryPurpose = Member<typeof queryPurpose>
export const queryState = closedSet({ waiting: '待批准', approved: '已批准', refused: '未批准' })
export type QueryState = Member<typeof queryState>
/** Duties that a saved query carries out, each month or quarter. */
export const periodicDuty = closedSet({ 'M5-03': '执法考核数据（每月）', 'M5-04': '检查公示信息（每季度）' })
export type PeriodicDuty = Member<typeof periodicDuty>

const columnName = z.string().trim().min(1).max(200)
/** The text of a version, and what is fixed of its result. */
export const queryText = z.strictObject({
  script: z.string().trim().min(1, '请写出查询').max(100_000),
  parameters: z.array(queryParameter).max(20).default([]),
  keyColumns: z.array(columnName).max(10).default([]),
  figureColumns: z.array(columnName).max(20).default([]),
  note: z.string().trim().min(4, '请写明这一版的由来，至少四个字').max(500),
})
export const newQuery = queryText.extend({
  exportQueryId: z.uuid(),
  code: z.string().trim().regex(/^[A-Z][A-Z0-9-]{1,20}$/, '编号用大写字母、数字和连字符，2 至 21 位'),
  title: z.string().trim().min(2, '请填写名称').max(100),
  purpose: queryPurpose.schema,
  obligation: periodicDuty.schema.nullable().default(null),
  subsystem: subsystem.schema,
  componentId: z.uuid('请选择目标数据库'),
  format: exportFormat.schema.default('xlsx'),
  receiverId: z.uuid().nullable().default(null),
  receiverUnit: z.string().trim().max(100).default(''),
  keepDays: z.int().min(1).max(365).default(180),
})
export type NewQuery = z.output<typeof newQuery>

const versionView = z.object({
  queryVersion: z.number(), script: z.string(), parameters: z.array(queryParameter), columns: z.array(z.object({ name: z.string(), kind: z.string() })), keyColumns: z.array(z.string()), figureColumns: z.array(z.string()), note: z.string(), state: queryState.schema, madeAt: instantField, madeByName: z.string(), decidedAt: instantField.nullable(), decidedByName: z.string(), decisionNote: z.string(), canDecide: z.boolean(),
})
export type QueryVersionView = z.output<typeof versionView>
export const queryView = z.object({
  exportQueryId: z.string(), code: z.string(), title: z.string(), purpose: queryPurpose.schema, obligation: z.string().nullable(), subsystem: z.string(), componentId: z.string(), isRetired: z.boolean(), approvedVersion: z.number().nullable(), newestVersion: z.number(), newestState: queryState.schema, madeByName: z.string(), madeAt: instantField, lastExportAt: instantField.nullable(),
})
export type QueryView = z.output<typeof queryView>
const bandView = z.object({ effectiveOn: dateField, percent: z.number(), reason: z.string(), setAt: instantField, setByName: z.string() })
export const queryDetail = queryView.extend({ version: z.number(), format: exportFormat.schema, receiverId: z.string().nullable(), receiverName: z.string(), receiverUnit: z.string(), keepDays: z.number(), target: z.string(), versions: z.array(versionView), bands: z.array(bandView), exports: z.array(exportView.pick({ dataExportId: true, number: true, state: true, rowCount: true, madeAt: true, reason: true }).extend({ periodKey: z.string().nullable() })) })
export type QueryDetail = z.output<typeof queryDetail>

const exportQueryId = z.object({ exportQueryId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)

export const exportQueriesApi = defineApi({
  prefix: '/api/export-queries',
  title: '数据维护：保存的查询',
  endpoints: {
    listExportQueries: {
      method: 'GET', path: '', summary: '保存的查询', permission: 'data-export:read', audit: 'none', query: listQuery.extend({ purpose: z.string().optional(), subsystem: z.string().optional(), componentId: z.uuid().optional() }), response: listOf(queryView),
      sheet: sheetOf('保存的查询', queryView, { code: '编号', title: '名称', purpose: ['用途', queryPurpose.titles], obligation: '条款', subsystem: ['子系统', subsystemTitle], approvedVersion: '批准的版次', newestVersion: '最新版次', newestState: ['最新版次状态', queryState.titles], madeByName: '建立人', madeAt: '建立时间', lastExportAt: '最近导出' }),
    },
    listQueryTemplates: { method: 'GET', path: '/templates', summary: '随产品提供的定期导出查询', permission: 'export-query:write', audit: 'none', response: z.object({ items: z.array(newQuery.pick({ code: true, title: true, purpose: true, obligation: true, script: true, parameters: true, keyColumns: true, figureColumns: true, note: true, subsystem: true })) }) },
    getExportQuery: { method: 'GET', path: '/:exportQueryId', summary: '一个保存的查询及其各版', permission: 'data-export:read', audit: 'none', params: exportQueryId, response: queryDetail },
    saveExportQuery: { method: 'POST', path: '', summary: '新建保存的查询：在目标库试执行，固定它的列', permission: 'export-query:write', audit: 'export-query.saved', body: newQuery, response: z.object({ exportQueryId: z.string() }) },
    reviseExportQuery: { method: 'POST', path: '/:exportQueryId/versions', summary: '为保存的查询写新的一版', permission: 'export-query:write', audit: 'export-query.revised', params: exportQueryId, body: queryText.extend({ version: z.int() }), response: z.object({ queryVersion: z.number() }) },
    decideExportQuery: { method: 'POST', path: '/:exportQueryId/versions/:queryVersion/decision', summary: '批准或退回一版查询', permission: 'export-query:approve', audit: 'export-query.decided', params: z.object({ exportQueryId: z.uuid(), queryVersion: z.coerce.number().int() }), body: z.object({ state: z.enum(['approved', 'refused']), note: reason }) },
    setExportBand: { method: 'POST', path: '/:exportQueryId/bands', summary: '设定行数与关键数字的合理范围', permission: 'export-query:approve', audit: 'export-query.band-set', params: exportQueryId, body: z.object({ effectiveOn: z.iso.date('请选择生效日期'), percent: z.int().min(1, '至少 1%').max(1_000, '至多 1000%'), reason }) },
    setExportReceiver: { method: 'PUT', path: '/:exportQueryId/receiver', summary: '指定定期导出的接收人', permission: 'export-query:write', audit: 'export-query.receiver-set', params: exportQueryId, body: z.object({ version: z.int(), receiverId: z.uuid('请选择接收人'), receiverUnit: z.string().trim().min(1, '请填写接收人单位').max(100) }) },
    retireExportQuery: { method: 'POST', path: '/:exportQueryId/retirement', summary: '停用保存的查询', permission: 'export-query:approve', audit: 'export-query.retired', params: exportQueryId, body: z.object({ version: z.int() }) },
  },
})
