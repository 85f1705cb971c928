import type { InputProblem } from '#shared/problem.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { actorUserId } from '#platform/context/context.ts'
import { defineRequestKind, holdersOf, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import { dataTargets } from '../orders/data-targets.ts'
import { DATA_EXPORT_KIND, dataExportForm, exportFormat, exportPurpose, type DataExportForm, type ExportColumnView } from './api.ts'
import { forgetExport } from './destroy-exports.ts'
import { exportSm3, scriptOf } from './export-script.ts'
import { goOnAfterGeneration, proveExport, receiptsMissing } from './open-generation.ts'
import type { ReviewFinding } from '../review/review-sql.ts'

/** An export has no number in the contract: three working days are our own target, and said to be. */
const HANDLE_TARGET = '办理'
const REVIEW_HOURS = 24

export const dataExportKind = defineRequestKind({
  kind: DATA_EXPORT_KIND,
  title: '数据导出需求单',
  prefix: 'DC',
  form: dataExportForm,
  permissions: { open: 'data-export:open', handle: 'data-export:execute' },
  facts: (draft) => ({
    title: typeof draft['reason'] === 'string' && draft['reason'] !== '' ? draft['reason'].slice(0, 60) : '数据导出',
    subsystem: typeof draft['subsystem'] === 'string' && subsystems.has(draft['subsystem']) ? draft['subsystem'] : 'unattributed',
  }),
  describe: (form) => [
    { label: '子系统', value: subsystems.titles[form.subsystem] },
    { label: '类别', value: exportPurpose.titles[form.purpose] },
    { label: '提出部门', value: `${form.department} ${form.demandedBy}` },
    { label: '需求单编号', value: form.documentNo },
    { label: '用途', value: form.reason, wide: true },
    { label: '预计行数', value: `${form.expectedRows}（±${form.tolerance}）` },
    { label: '格式', value: exportFormat.titles[form.format] },
    { label: '接收单位', value: form.receiverUnit },
    { label: '保留', value: `${form.keepDays} 天，到期销毁` },
    { label: '不脱敏的列', value: form.unmasked.length === 0 ? '无，全部脱敏' : `${form.unmasked.join('、')}（${form.unmaskReason}）`, wide: true },
    ...(form.exportQueryId === null ? [{ label: '查询', value: form.script, wide: true }] : [{ label: '保存的查询', value: `第 ${form.queryVersion ?? 0} 版；${Object.entries(form.parameters).map(([name, value]) => `${name} = ${value}`).join('，') || '没有参数'}`, wide: true }]),
  ],
  check: checkExport,
  approvals: (_ctx, { form }) => [
    { title: '甲方审核', approver: { role: 'client-reviewer' }, expiresAfterWorkingDays: 3 },
    ...(form.unmasked.length === 0 ? [] : [{ title: '不脱敏的列（安全复核）', approver: { role: 'security-lead' }, expiresAfterWorkingDays: 2 }]),
  ],
  // Who gets the rows does not say that he may.
  excluded: (_ctx, { form }) => [form.receiverId],
  separatesDuties: true,
  startsClock: 'submitted',
  targets: () => [{ name: HANDLE_TARGET, kind: 'working-days', amount: 3, contractual: false }],
  deliveryTarget: HANDLE_TARGET,
  acceptance: 'none',
  duty: ({ form }) => ({ event: form.purpose === 'analysis' ? '收到统计分析需求' : '收到临时需求单', due: HANDLE_TARGET }),
  prove: (ctx, request) => proveExport(ctx, request),
  isReadableBy: isReceiver,
  onWorkClosed: (ctx, request, order) => goOnAfterGeneration(ctx, request, order),
  checkDelivery: receiptsMissing,
  onEnded: (ctx, request) => forgetExport(ctx, request),
})

/** Whoever got its file may read what was asked for it. */
async function isReceiver(ctx: SpineCtx, requestId: string): Promise<boolean> {
  const row = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExport').select('dataExportId').where('requestId', '=', requestId).where('receiverId', '=', actorUserId(ctx.actor)).executeTakeFirst()
  return row !== undefined
}

/** Everything beyond the shape: papers, who receives it, and a review of exactly this query that is not old. */
async function checkExport(ctx: SpineCtx, form: DataExportForm, request: KindRequest<DataExportForm>): Promise<readonly InputProblem[]> {
  const problems: InputProblem[] = []
  const db = maintenanceTables(ctx)
  const target = (await dataTargets(ctx)).find(({ componentId }) => componentId === form.componentId)
  if (target === undefined || target.subsystem !== form.subsystem) problems.push({ place: 'form.componentId', message: '所选数据库不属于该子系统，或没有登记数据维护的范围' })
  if (form.demandedBy === request.requesterName) problems.push({ place: 'form.demandedBy', message: '需求提出人与编写查询的人须是两人' })
  if (!(await holdersOf(ctx, ctx.now, { permission: 'data-export:receive' })).includes(form.receiverId)) problems.push({ place: 'form.receiverId', message: '接收人须是有接收权限的在用账号' })
  const paper = await db.selectFrom('spine.requestFile').select('requestFileId').where('requestId', '=', request.requestId).where('kind', '=', 'official-document').executeTakeFirst()
  if (!paper) problems.push({ place: 'files', message: '请先上传业务部门的临时需求单（附件类别选“公文”），再提交；没有需求单不导出（合同 M5-02）' })
  if (form.unmasked.length > 0 && form.unmaskReason.length < 4) problems.push({ place: 'form.unmaskReason', message: '要求不脱敏的，请写明理由，至少四个字' })
  if (form.purpose === 'analysis' && form.exportQueryId === null) problems.push({ place: 'form.exportQueryId', message: '统计分析须用保存的查询，结果才能重新得出（合同 M5-05）' })
  if (form.exportQueryId !== null) {
    const saved = await db.selectFrom('dataMaintenance.exportQueryVersion as v').innerJoin('dataMaintenance.exportQuery as q', 'q.exportQueryId', 'v.exportQueryId').select(['v.state', 'q.componentId', 'q.isRetired']).where('v.exportQueryId', '=', form.exportQueryId).where('v.queryVersion', '=', form.queryVersion ?? 0).executeTakeFirst()
    if (saved === undefined || saved.componentId !== form.componentId) return [...problems, { place: 'form.exportQueryId', message: '所选的查询不属于这个数据库，或没有这一版' }]
    if (saved.state !== 'approved' || saved.isRetired) problems.push({ place: 'form.exportQueryId', message: '所选的查询版次还没有批准，或已停用' })
  } else if (form.script.trim() === '') return [...problems, { place: 'form.script', message: '请写出查询' }]
  const digest = exportSm3(form.componentId, await scriptOf(ctx, form), form.unmasked)
  const checked = await db.selectFrom('dataMaintenance.orderCheck').select(['body', 'madeAt']).where('requestId', '=', request.requestId).where('kind', '=', 'review').where('scriptSm3', '=', digest).executeTakeFirst()
  if (!checked || ctx.now.getTime() - checked.madeAt.getTime() > REVIEW_HOURS * 3_600_000) return [...problems, { place: 'form.script', message: '查询还没有按目标库的现行结构审查（修改后须重新审查，24 小时内有效）' }]
  const { findings, columns } = checked.body as { findings: readonly ReviewFinding[]; columns: readonly ExportColumnView[] }
  for (const { severity, line, column, title, detail, wayOut } of findings) if (severity === 'error') problems.push({ place: `form.script 第 ${line} 行第 ${column} 列`, message: `${title}${detail === '' ? '' : `：${detail}`}。${wayOut}` })
  for (const name of form.unmasked) if (!columns.some((one) => one.name === name)) problems.push({ place: 'form.unmasked', message: `查询结果里没有“${name}”这一列` })
  return problems
}
