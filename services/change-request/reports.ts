import type { ReportChapter } from '#spine/service.ts'
import { openFigures, shownInstant } from '#spine/spine.ts'
import { subsystemShortTitle } from '#shared/subsystems.ts'
import { stepOutcome, type StepOutcome } from './api.ts'
import { changesClosed, changesSubmitted, contentLines, contentPublished, effortBySubsystem, effortDays, emergencies, releaseLines, releases, rolledBack, successShare } from './chapters/change-queries.ts'

type Effort = { subsystem: string; changes: number; days: number }
type Release = { number: string; title: string; subsystem: string; version: string; outcome: StepOutcome; happenedAt: Date; deliverables: string }
type Content = { request: string; title: string; version: number; validFrom: string; hash: string; isEqual: boolean }

const left = (title: string, width: number) => ({ title, unit: '', align: 'left' as const, width })

/** 其它工作: what was asked, released and accepted, what it took, and which texts of law enforcement changed. */
const changes: ReportChapter = {
  chapter: 'change-request',
  title: '其它工作（变更）',
  order: 150,
  kinds: ['monthly', 'quarterly', 'half-year', 'yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const items = [
      await figures.figure({ id: 'change-submitted', label: '提出变更', unit: '件', query: changesSubmitted }),
      await figures.figure({ id: 'change-closed', label: '办结变更', unit: '件', query: changesClosed }),
      await figures.figure({ id: 'change-releases', label: '发布成功', unit: '次', query: releases }),
      await figures.figure({ id: 'change-rolled-back', label: '回退或失败', unit: '次', query: rolledBack }),
      await figures.figure({ id: 'change-success', label: '变更成功率', unit: '%', query: successShare }),
      await figures.figure({ id: 'change-emergencies', label: '紧急变更', unit: '件', query: emergencies }),
      await figures.figure({ id: 'change-effort', label: '工作量', unit: '人日', query: effortDays }),
      await figures.figure({ id: 'change-content', label: '发布执法内容', unit: '项', query: contentPublished }),
    ]
    const effort = await figures.rows<Effort>(effortBySubsystem)
    const released = await figures.rows<Release>(releaseLines)
    const content = await figures.rows<Content>(contentLines)
    return figures.chapter([
      { kind: 'keyFigures', items: items.map(({ id }) => ({ figure: id, note: '' })) },
      {
        kind: 'table', caption: '工作量（人日）', source: effort.source, zeroRows: '本期没有登记工作量。',
        columns: [left('子系统', 3), { title: '变更', unit: '件', align: 'right', width: 1 }, { title: '工作量', unit: '人日', align: 'right', width: 1 }],
        rows: effort.rows.map((row) => [subsystemShortTitle(row.subsystem), `${row.changes}`, `${row.days}`]),
      },
      {
        kind: 'table', caption: '发布', source: released.source, zeroRows: '本期没有发布。',
        columns: [left('变更单', 1.6), left('标题', 2.4), left('子系统', 1.2), left('版本', 0.9), left('结果', 0.9), left('时间', 1.5), left('移交成果', 2)],
        rows: released.rows.map((row) => [row.number, row.title, subsystemShortTitle(row.subsystem), row.version || '—', stepOutcome.titles[row.outcome], shownInstant(row.happenedAt), row.deliverables || '—']),
      },
      {
        kind: 'table', caption: '执法内容维护', source: content.source, zeroRows: '本期没有发布执法内容。',
        columns: [left('变更单', 1.6), left('名称', 2.6), { title: '版本', unit: '', align: 'right', width: 0.7 }, left('生效', 1.1), left('网页端与移动端', 1.2), left('摘要（前 12 位）', 1.3)],
        rows: content.rows.map((row) => [row.request, row.title, `${row.version}`, row.validFrom, row.isEqual ? '一致' : '不一致', row.hash]),
      },
    ])
  },
}

export const reports: readonly ReportChapter[] = [changes]
