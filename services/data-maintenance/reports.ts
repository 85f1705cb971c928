import { contractNames, openFigures, shownInstant } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { exportPurpose } from './exports/api.ts'
import { executionsOfPeriod, executionsRefused, executionsUndone, exportRows, exportsDestroyed, exportsMade, exportsOfPeriod, exportsPeriodic, exportsReceived, exportsRequested, exportsUnmasked, ordersExecuted, ordersReceived, rowsChanged } from './chapters/maintenance-queries.ts'

type ExecutionRow = { number: string; subsystem: string; title: string; state: string; reason: string; approvedRows: number; affectedRows: number | null; settledAt: Date; executor: string; differing: number; approvers: string | null }

type ExportLine = { number: string; subsystem: string; title: string; purpose: string; rowCount: number; receiverName: string; receiverUnit: string; generatedAt: Date; receivedAt: Date | null; destroyedAt: Date | null; isUnmasked: boolean }

/** 数据维护: orders, what they changed and that it was read back; an honest word for a month without any. */
const maintenance: ReportChapter = {
  chapter: 'data-maintenance',
  title: '数据维护',
  order: 110,
  kinds: ['monthly', 'quarterly', 'half-year', 'yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = [
      await figures.figure({ id: 'data-orders-received', label: '收到数据调整需求单', unit: '张', query: ordersReceived }),
      await figures.figure({ id: 'data-orders-executed', label: '已执行并读回', unit: '次', query: ordersExecuted }),
      await figures.figure({ id: 'data-rows-changed', label: '调整数据', unit: '行', query: rowsChanged }),
      await figures.figure({ id: 'data-executions-refused', label: '行数不符等未执行', unit: '次', query: executionsRefused }),
      await figures.figure({ id: 'data-executions-undone', label: '撤销', unit: '次', query: executionsUndone }),
    ]
    const exportItems = [
      await figures.figure({ id: 'data-exports-requested', label: '收到数据导出需求单', unit: '张', query: exportsRequested }),
      await figures.figure({ id: 'data-exports-made', label: '生成导出文件', unit: '份', query: exportsMade }),
      await figures.figure({ id: 'data-exports-periodic', label: '其中定期导出', unit: '份', query: exportsPeriodic }),
      await figures.figure({ id: 'data-export-rows', label: '导出数据', unit: '行', query: exportRows }),
      await figures.figure({ id: 'data-exports-unmasked', label: '经批准有不脱敏列', unit: '份', query: exportsUnmasked }),
      await figures.figure({ id: 'data-exports-received', label: '签收', unit: '份', query: exportsReceived }),
      await figures.figure({ id: 'data-exports-destroyed', label: '到期销毁并读回', unit: '份', query: exportsDestroyed }),
    ]
    const exported = await figures.rows<ExportLine>(exportsOfPeriod)
    const executions = await figures.rows<ExecutionRow>(executionsOfPeriod)
    const { subsystems } = await contractNames(ctx)
    return figures.chapter([
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      { kind: 'paragraph', content: executions.rows.length > 0 ? '每次执行在一个事务内核对行数，改动前后的行加密留底，提交后逐行读回。' : '本期没有执行数据调整；没有需求单即没有应调整的数据，不计为未履行。' },
      {
        kind: 'table',
        caption: '数据调整明细',
        columns: [{ title: '单号', unit: '', align: 'left', width: 1.5 }, { title: '子系统', unit: '', align: 'left', width: 1.5 }, { title: '内容', unit: '', align: 'left', width: 2 }, { title: '批准', unit: '行', align: 'right', width: 0.7 }, { title: '影响', unit: '行', align: 'right', width: 0.7 }, { title: '读回', unit: '', align: 'left', width: 0.9 }, { title: '审批人', unit: '', align: 'left', width: 1.3 }, { title: '执行人', unit: '', align: 'left', width: 1 }, { title: '办结', unit: '', align: 'left', width: 1.3 }],
        rows: executions.rows.map((row) => [row.number, subsystems.find(({ slug }) => slug === row.subsystem)?.title ?? row.subsystem, row.title, `${row.approvedRows}`, row.state === 'applied' ? `${row.affectedRows}` : '未执行', row.state !== 'applied' ? row.reason.slice(0, 60) : row.differing === 0 ? '一致' : `${row.differing} 行不一致`, row.approvers ?? '—', row.executor, shownInstant(row.settledAt)]),
        zeroRows: '本期没有执行数据调整。',
        source: executions.source,
      },
      { kind: 'keyFigures', items: exportItems.map(({ id }) => ({ figure: id, note: '' })) },
      { kind: 'paragraph', content: exported.rows.length > 0 ? '导出默认脱敏，在只读快照中读取，行数从文件读回，只交给写明的接收人，签收后计为履行，到期销毁。' : '本期没有导出数据；没有需求单即没有应导出的数据，不计为未履行。' },
      {
        kind: 'table',
        caption: '数据导出明细',
        columns: [{ title: '编号', unit: '', align: 'left', width: 1.6 }, { title: '子系统', unit: '', align: 'left', width: 1.4 }, { title: '内容', unit: '', align: 'left', width: 2 }, { title: '类别', unit: '', align: 'left', width: 0.9 }, { title: '行数', unit: '行', align: 'right', width: 0.8 }, { title: '脱敏', unit: '', align: 'left', width: 0.9 }, { title: '接收人', unit: '', align: 'left', width: 1.4 }, { title: '生成', unit: '', align: 'left', width: 1.3 }, { title: '签收', unit: '', align: 'left', width: 1.3 }, { title: '销毁', unit: '', align: 'left', width: 1.3 }],
        rows: exported.rows.map((row) => [row.number, subsystems.find(({ slug }) => slug === row.subsystem)?.title ?? row.subsystem, row.title, exportPurpose.has(row.purpose) ? exportPurpose.titles[row.purpose] : row.purpose, `${row.rowCount}`, row.isUnmasked ? '有不脱敏列' : '全部脱敏', `${row.receiverName} ${row.receiverUnit}`, shownInstant(row.generatedAt), row.receivedAt === null ? '未签收' : shownInstant(row.receivedAt), row.destroyedAt === null ? '未到期' : shownInstant(row.destroyedAt)]),
        zeroRows: '本期没有导出数据。',
        source: exported.source,
      },
    ])
  },
}

export const reports: readonly ReportChapter[] = [maintenance]
