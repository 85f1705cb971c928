import type { DocumentInput, Source } from '#shared/document-model.ts'
import { formatInstant } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { runKind } from '../api.ts'
import { owedState } from '#shared/state-marks.ts'
import type { CoverageRow } from '../coverage/read-coverage.ts'
import type { RunKind, RunSummary } from '../runs/run.ts'
import type { Absence } from './absent-inspections.ts'
import { time } from './compose-record.ts'

type BlockInput = DocumentInput['blocks'][number]

export type ReportFacts = {
  readonly number: string
  readonly subsystem: string
  readonly from: string
  readonly to: string
  readonly madeAt: Date
  readonly records: ReadonlyArray<{ readonly number: string; readonly kind: string; readonly startedAt: Date; readonly evidenceId: string; readonly summary: RunSummary }>
  /** Given where there is no record at all. */
  readonly absence: Absence | undefined
  readonly coverage: readonly CoverageRow[]
  readonly findings: ReadonlyArray<{ readonly number: string; readonly title: string; readonly state: string; readonly firstSeenAt: Date; readonly closedAt: Date | null }>
}

/** 巡检报告 (合同 M3-03): what was planned and done, what was wrong, and each record that it sums up. */
export function composeReport({ number, subsystem, from, to, madeAt, records, absence, coverage, findings }: ReportFacts, version: number): DocumentInput {
  const total = (pick: (summary: RunSummary) => number) => records.reduce((sum, record) => sum + pick(record.summary), 0)
  const evidence = records.map((record) => record.evidenceId)
  const source = (query: string) => ({ query, parameters: { subsystem, from, to }, evidence, asOf: formatInstant(madeAt) })
  const figure = (id: string, label: string, value: number, unit: string) => ({ id, label, value, unit, source: source(`巡检记录合计：${label}`) })
  // Without a record nothing was counted: a nought would pass for an answer.
  const counted = absence
    ? []
    : [figure('abnormal', '异常项次', total(({ counts }) => counts.abnormal), '项'), figure('attention', '关注项次', total(({ counts }) => counts.attention), '项'), figure('unchecked', '未检项次', total(({ counts }) => counts.unchecked), '项'), figure('fresh', '新增隐患', total(({ hazards }) => hazards.fresh.length), '条'), figure('fixed', '消除隐患', total(({ hazards }) => hazards.fixed.length), '条')]
  const figures = [figure('records', '巡检记录', records.length, '份'), ...counted]
  return {
    kind: '巡检报告',
    form: 'report',
    title: `${subsystems.has(subsystem) ? subsystems.titles[subsystem] : '全部子系统'}巡检报告`,
    subtitle: `${from} 至 ${to}`,
    number,
    version: `第 ${version} 版`,
    cover: { lines: [{ label: '汇总期', value: `${from} 至 ${to}` }, { label: '来源记录', value: `${records.length} 份` }], organisation: '运维单位', date: formatInstant(madeAt).slice(0, 10) },
    signaturePages: [{ title: '签署页', roles: [{ label: '编制' }, { label: '审核' }, { label: '甲方签收' }] }],
    figures,
    blocks: [
      { kind: 'heading', level: 1, text: '概况' },
      ...(absence ? absentBlocks(absence, source('没有记录的应做巡检')) : []),
      { kind: 'keyFigures', items: figures.map(({ id }) => ({ figure: id })) },
      { kind: 'heading', level: 1, text: '计划与完成' },
      { kind: 'table', caption: '巡检覆盖', columns: [{ title: '义务' }, { title: '名称', width: 2 }, { title: '计划', align: 'right' }, { title: '完成', align: 'right' }, { title: '免责', align: 'right' }, { title: '缺失', align: 'right' }], rows: coverage.map((row) => [row.obligation, row.title, `${row.planned}`, `${row.done}`, `${row.excused}`, `${row.missing}`]), zeroRows: '本期没有应做的巡检。', source: source('应办事项与判定') },
      { kind: 'heading', level: 1, text: '隐患' },
      { kind: 'table', caption: '本期出现的隐患', columns: [{ title: '编号', width: 1.3 }, { title: '内容', width: 4 }, { title: '首次发现', width: 1.6 }, { title: '消除', width: 1.6 }], rows: findings.map((one) => [one.number, one.title, time(one.firstSeenAt), one.closedAt ? time(one.closedAt) : '未消除']), zeroRows: absence ? '本期没有登记隐患；没有巡检记录，不能据此说明没有隐患。' : '本期没有隐患。', source: source('隐患') },
      { kind: 'heading', level: 1, text: '来源记录' },
      {
        kind: 'table', caption: '本报告汇总的巡检记录（每份记录只进入一份报告）',
        columns: [{ title: '记录编号', width: 1.6 }, { title: '类别', width: 1.4 }, { title: '时间', width: 1.8 }, { title: '正常', align: 'right' }, { title: '关注', align: 'right' }, { title: '异常', align: 'right' }, { title: '未检', align: 'right' }],
        rows: records.map(({ number: record, kind, startedAt, summary: { counts } }) => [record, runKind.titles[kind as RunKind], time(startedAt), `${counts.normal}`, `${counts.attention}`, `${counts.abnormal}`, `${counts.unchecked}`]),
        zeroRows: '本期没有巡检记录。',
      },
    ],
  }
}

/** Says plainly that nothing was recorded, and lists what was owed with the reason that the facts give. */
function absentBlocks({ owed, absent }: Absence, source: Source): BlockInput[] {
  const why = owed > 0 ? `应有巡检 ${owed} 次，均未留下已完成的巡检记录，逐次列明如下。` : absent.length > 0 ? '本期的巡检均已豁免或中止，逐次列明如下。' : '合同在本期没有要求巡检。'
  return [
    { kind: 'note', tone: owed > 0 ? 'bad' : 'quiet', content: `本期没有任何巡检记录。${why}本报告不能作为巡检已履行的凭据。` },
    {
      kind: 'table', caption: '本期没有记录的巡检', source, zeroRows: '本期没有应做的巡检。',
      columns: [{ title: '义务' }, { title: '应办事项', width: 2.4 }, { title: '期限', width: 1.6 }, { title: '判定' }, { title: '依据', width: 3 }],
      rows: absent.map((one) => [one.obligation, one.title, time(new Date(one.dueAt)), owedState.has(one.verdict) ? owedState.titles[one.verdict] : one.verdict, one.reason]),
    },
  ]
}
