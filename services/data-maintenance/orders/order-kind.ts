import type { InputProblem } from '#shared/problem.ts'
import { RESTORED_COPY_KIND } from '#shared/maintenance/restored-copy.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { defineRequestKind, shownInstant, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { maintenanceTables } from '../database/maintenance-tables.ts'
import type { SqlReview } from '../review/review-sql.ts'
import { DATA_ORDER_KIND, dataOrderForm, type DataOrderForm } from './api.ts'
import { dataTargets } from './data-targets.ts'
import { goOnAfterExecution, proveOrder, unsettledExecutions } from './open-execution.ts'
import { scriptSm3, stepsOf } from './order-script.ts'
import { goOnAfterCopy } from './rehearse-order.ts'

/** A data order has no number in the contract: three working days are our own target, and said to be. */
const HANDLE_TARGET = '办理'
const REVIEW_HOURS = 24

export const dataOrderKind = defineRequestKind({
  kind: DATA_ORDER_KIND,
  title: '数据调整需求单',
  prefix: 'SJ',
  form: dataOrderForm,
  permissions: { open: 'data-order:open', handle: 'data-order:execute' },
  facts: (draft) => ({
    title: `${draft['undoes'] ? '撤销 ' : ''}${typeof draft['reason'] === 'string' && draft['reason'] !== '' ? draft['reason'].slice(0, 60) : '数据调整'}`,
    subsystem: typeof draft['subsystem'] === 'string' && subsystems.has(draft['subsystem']) ? draft['subsystem'] : 'unattributed',
  }),
  describe: (form) => [
    { label: '子系统', value: subsystems.titles[form.subsystem] },
    { label: '提出部门', value: `${form.department} ${form.demandedBy}` },
    { label: '需求单编号', value: form.documentNo },
    { label: '事由', value: form.reason, wide: true },
    { label: '涉及的表', value: form.tables.join('、') || '—' },
    { label: '批准行数', value: form.undoes === null ? `${form.rows.join('、')}（±${form.tolerance}）` : '与原执行相同' },
    { label: '执行方式', value: form.batchSize === null ? '一个事务' : `分批，每批 ${form.batchSize} 行` },
    { label: '时限', value: `每条语句 ${form.statementSeconds} 秒，等锁 ${form.lockSeconds} 秒` },
    { label: '执行时段', value: `${shownInstant(new Date(form.startsAt))} 至 ${shownInstant(new Date(form.endsAt))}` },
    ...(form.undoes === null ? [{ label: '脚本', value: form.script, wide: true }] : [{ label: '撤销', value: `执行 ${form.undoes}，按改动前影像逐行还原`, wide: true }]),
  ],
  check: checkOrder,
  approvals: () => [
    { title: '甲方审核', approver: { role: 'client-reviewer' }, expiresAfterWorkingDays: 3 },
    { title: '脚本复核（条件、行数、留底、演练）', approver: { role: 'security-lead' }, expiresAfterWorkingDays: 2 },
  ],
  separatesDuties: true,
  startsClock: 'submitted',
  targets: () => [{ name: HANDLE_TARGET, kind: 'working-days', amount: 3, contractual: false }],
  deliveryTarget: HANDLE_TARGET,
  acceptance: 'none',
  duty: () => ({ event: '收到数据调整需求单', due: HANDLE_TARGET }),
  prove: (ctx, request) => proveOrder(ctx, request),
  onWorkClosed: (ctx, request, order) => (order.kind === RESTORED_COPY_KIND ? goOnAfterCopy(ctx, request, order.result) : goOnAfterExecution(ctx, request, order)),
  checkDelivery: unsettledExecutions,
})

/** Everything beyond the shape: papers, the time of execution, and a review of exactly this script that is not old. */
async function checkOrder(ctx: SpineCtx, form: DataOrderForm, request: KindRequest<DataOrderForm>): Promise<readonly InputProblem[]> {
  const problems: InputProblem[] = []
  const target = (await dataTargets(ctx)).find(({ componentId }) => componentId === form.componentId)
  if (target === undefined || target.subsystem !== form.subsystem) problems.push({ place: 'form.componentId', message: '所选数据库不属于该子系统，或没有登记数据维护的范围' })
  if (new Date(form.startsAt) >= new Date(form.endsAt)) problems.push({ place: 'form.endsAt', message: '执行时段的结束须晚于开始' })
  else if (new Date(form.endsAt) <= ctx.now) problems.push({ place: 'form.endsAt', message: '执行时段已经过去' })
  if (form.demandedBy === request.requesterName) problems.push({ place: 'form.demandedBy', message: '需求提出人与编写脚本的人须是两人' })
  const paper = await maintenanceTables(ctx).selectFrom('spine.requestFile').select('requestFileId').where('requestId', '=', request.requestId).where('kind', '=', 'official-document').executeTakeFirst()
  if (!paper) problems.push({ place: 'files', message: '请先上传业务部门的需求单（附件类别选“公文”），再提交；没有需求单不改数据（合同 M5-01）' })
  if (form.undoes !== null) {
    const undone = await maintenanceTables(ctx).selectFrom('dataMaintenance.dataExecution').select(['state', 'componentId']).where('dataExecutionId', '=', form.undoes).executeTakeFirst()
    if (undone?.state !== 'applied' || undone.componentId !== form.componentId) problems.push({ place: 'form.undoes', message: '没有可以撤销的执行' })
    return problems
  }
  if (form.tables.length === 0) problems.push({ place: 'form.tables', message: '请申报要改动的表' })
  const checked = await maintenanceTables(ctx).selectFrom('dataMaintenance.orderCheck').select(['body', 'madeAt']).where('requestId', '=', request.requestId).where('kind', '=', 'review').where('scriptSm3', '=', scriptSm3(form)).executeTakeFirst()
  if (!checked || ctx.now.getTime() - checked.madeAt.getTime() > REVIEW_HOURS * 3_600_000) problems.push({ place: 'form.script', message: '脚本还没有按目标库的现行结构审查（修改后须重新审查，24 小时内有效）' })
  else for (const { severity, line, column, title, detail, wayOut } of (checked.body as Pick<SqlReview, 'findings'>).findings) if (severity === 'error') problems.push({ place: `form.script 第 ${line} 行第 ${column} 列`, message: `${title}${detail === '' ? '' : `：${detail}`}。${wayOut}` })
  if (target !== undefined) {
    const { steps, problems: wrong } = stepsOf(target, form)
    problems.push(...wrong.map((message) => ({ place: 'form.script', message })))
    if (form.batchSize !== null && (steps.length !== 1 || steps[0]?.verb === 'insert' || steps[0]?.sources !== '')) problems.push({ place: 'form.batchSize', message: '只有一条不带连接的 update 或 delete 可以分批' })
  }
  return problems
}
