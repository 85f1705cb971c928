import { openFigures, contractNames, shownInstant } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { accessBySubsystem, accountsAdjusted, formsExecuted, formsOfPeriod, formsReceived, grantsEnded, grantsOverdue, linesRefused, minutesToEffect } from './chapters/access-queries.ts'

type BySubsystem = { subsystem: string; received: number; executed: number; adjusted: number; review: string | null; takenAt: Date | null; unexplained: number | null }
type FormRow = { number: string; subsystem: string; title: string; requester: string; submittedAt: Date; approvedAt: Date | null; deliveredAt: Date | null; approvers: string | null; applied: number }

/** 系统权限调整: forms and their effects, the reviews, and an honest word for a month without forms. */
const access: ReportChapter = {
  chapter: 'access-adjustment',
  title: '系统权限调整',
  order: 90,
  kinds: ['monthly', 'quarterly', 'half-year', 'yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const received = await figures.figure({ id: 'access-forms-received', label: '收到单据', unit: '张', query: formsReceived })
    const items = [
      received,
      await figures.figure({ id: 'access-forms-executed', label: '已执行并读回', unit: '张', query: formsExecuted }),
      await figures.figure({ id: 'access-accounts-adjusted', label: '调整账号', unit: '个', query: accountsAdjusted }),
      await figures.figure({ id: 'access-lines-refused', label: '未执行的行', unit: '行', query: linesRefused }),
      await figures.figure({ id: 'access-grants-ended', label: '到期收回', unit: '项', query: grantsEnded }),
      await figures.figure({ id: 'access-grants-overdue', label: '逾期未收回', unit: '项', query: grantsOverdue }),
    ]
    const median = await figures.figure({ id: 'access-minutes-to-effect', label: '从批准到生效（中位数）', unit: '分钟', query: minutesToEffect })
    const systems = await figures.rows<BySubsystem>(accessBySubsystem)
    const forms = await figures.rows<FormRow>(formsOfPeriod)
    const { subsystems } = await contractNames(ctx)
    const titleOf = (slug: string) => subsystems.find((one) => one.slug === slug)?.title ?? slug
    const silent = systems.rows.filter((row) => row.received === 0).map((row) => titleOf(row.subsystem))
    return figures.chapter([
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      { kind: 'paragraph', content: forms.rows.length > 0 ? ['从批准到在目标系统生效并读回，用时中位数 ', { figure: median.id }, '（内部目标 60 分钟，合同写明“实时”而无数字，AMB-09）。'] : '本期没有收到用户配置调整申请表或系统权限调整单，因此没有权限变更可供执行；是否有无单的变更，见下表的账户核对。' },
      ...(silent.length > 0 && forms.rows.length > 0 ? [{ kind: 'paragraph' as const, content: `本期没有收到单据的子系统：${silent.join('、')}。没有单据即没有应执行的调整，不计为未履行。` }] : []),
      {
        kind: 'table',
        caption: '各子系统的单据与核对',
        columns: [{ title: '子系统', unit: '', align: 'left', width: 2.2 }, { title: '收到', unit: '张', align: 'right', width: 0.8 }, { title: '已执行', unit: '张', align: 'right', width: 0.8 }, { title: '调整', unit: '项', align: 'right', width: 0.8 }, { title: '最近核对', unit: '', align: 'left', width: 1.8 }, { title: '未说明的不符', unit: '项', align: 'right', width: 1 }],
        rows: systems.rows.map((row) => [titleOf(row.subsystem), `${row.received}`, `${row.executed}`, `${row.adjusted}`, row.review === null ? '未核对' : `${row.review} ${row.takenAt ? shownInstant(row.takenAt) : ''}`, row.unexplained === null ? '—' : `${row.unexplained}`]),
        zeroRows: '合同没有子系统。',
        source: systems.source,
      },
      {
        kind: 'table',
        caption: '单据明细',
        columns: [{ title: '单号', unit: '', align: 'left', width: 1.5 }, { title: '子系统', unit: '', align: 'left', width: 1.6 }, { title: '内容', unit: '', align: 'left', width: 2 }, { title: '申请人', unit: '', align: 'left', width: 0.9 }, { title: '审批人', unit: '', align: 'left', width: 1.3 }, { title: '批准', unit: '', align: 'left', width: 1.3 }, { title: '生效', unit: '', align: 'left', width: 1.3 }],
        rows: forms.rows.map((row) => [row.number, titleOf(row.subsystem), row.title, row.requester, row.approvers ?? '—', row.approvedAt ? shownInstant(row.approvedAt) : '—', row.deliveredAt ? shownInstant(row.deliveredAt) : '未执行']),
        zeroRows: '本期没有收到单据。',
        source: forms.source,
      },
    ])
  },
}

export const reports: readonly ReportChapter[] = [access]
