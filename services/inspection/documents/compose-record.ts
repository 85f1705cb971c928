import type { DocumentInput } from '#shared/document-model.ts'
import { formatInstant } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import type { StateCode } from '#shared/state-marks.ts'
import { runKind, section, signatureRole } from '../api.ts'
import type { Judge } from '../checks/check.ts'
import { describeJudge } from '../checks/describe-judge.ts'
import type { CheckedItem } from '../runs/runs.store.ts'
import type { RunKind, RunSummary } from '../runs/run.ts'

export type RecordFacts = {
  readonly run: { readonly number: string; readonly kind: string; readonly subsystem: string; readonly title: string; readonly startedAt: Date; readonly endedAt: Date; readonly requestedByName: string; readonly evidenceId: string }
  readonly template: { readonly version: string; readonly sm3: string }
  readonly clause: string
  readonly workOrder: string
  readonly summary: RunSummary
  readonly items: readonly CheckedItem[]
  readonly comments: ReadonlyArray<{ readonly runItemId: string; readonly authorName: string; readonly at: Date; readonly text: string }>
  readonly signatures: ReadonlyArray<{ readonly role: string; readonly name: string; readonly signedAt: Date; readonly note: string }>
}

/** 巡检记录 of one run: header, every row with value and threshold, hazards, signatures. The same facts give the same document. */
export function composeRecord({ run, template, clause, workOrder, summary, items, comments, signatures }: RecordFacts, version: number): DocumentInput {
  const { counts, hazards } = summary
  const commentsOf = Map.groupBy(comments, (comment) => comment.runItemId)
  const blocks: DocumentInput['blocks'] = [
    {
      kind: 'table',
      caption: '基本情况',
      columns: [{ title: '项目', width: 1 }, { title: '内容', width: 3 }],
      rows: [
        ['记录编号', run.number],
        ['巡检类别', runKind.titles[run.kind as RunKind]],
        ['依据条款', clause || '临时巡检，不对应合同义务'],
        ['工单', workOrder],
        ['开始与结束', `${time(run.startedAt)} 至 ${time(run.endedAt)}`],
        ['巡检方式', `远程自动采集；发起：${run.requestedByName}`],
        ['检查模板', `${template.version} 版（SM3 ${template.sm3.slice(0, 16)}…）`],
        ['结论计数', [{ state: 'normal' }, ` ${counts.normal}　`, { state: 'attention' }, ` ${counts.attention}　`, { state: 'abnormal' }, ` ${counts.abnormal}　`, { state: 'unchecked' }, ` ${counts.unchecked}`]],
        ['证据编号', run.evidenceId],
      ],
    },
  ]
  for (const name of section.values) {
    const own = items.filter((item) => item.section === name)
    if (own.length === 0) continue
    blocks.push({ kind: 'heading', level: 1, text: section.titles[name] })
    for (const [component, rows] of Map.groupBy(own, (item) => item.componentTitle)) {
      blocks.push({
        kind: 'table',
        caption: component,
        columns: [{ title: '编号', width: 0.8 }, { title: '检查项', width: 2 }, { title: '值', width: 1.2, align: 'right' }, { title: '阈值', width: 1.8 }, { title: '结论', width: 0.9 }, { title: '上次', width: 1, align: 'right' }, { title: '说明', width: 2.4 }],
        rows: rows.map((item) => [
          item.checkCode, item.checkTitle, shown(item.value, item.unit), describeJudge(item.judge as Judge, item.unit), [{ state: item.verdict as StateCode }], shown(item.previous, ''),
          [item.reason, ...(commentsOf.get(item.runItemId) ?? []).map((comment) => `意见（${comment.authorName} ${time(comment.at)}）：${comment.text}`)].filter(Boolean).join('；') || '—',
        ]),
      })
    }
  }
  blocks.push({ kind: 'heading', level: 1, text: '隐患' })
  blocks.push({
    kind: 'table',
    caption: '隐患变化',
    columns: [{ title: '变化', width: 0.8 }, { title: '编号', width: 1.2 }, { title: '内容', width: 4 }],
    rows: [...hazards.fresh.map((one) => ['新增', one.number, one.title]), ...hazards.persisting.map((one) => ['仍在', one.number, one.title]), ...hazards.fixed.map((one) => ['消除', one.number, one.title])],
    zeroRows: '本次没有新增、仍在或消除的隐患。',
  })
  blocks.push({ kind: 'table', caption: '电子签认', columns: [{ title: '身份' }, { title: '姓名' }, { title: '时间', width: 2 }, { title: '意见', width: 2 }], rows: signatures.map((one) => [signatureRole.has(one.role) ? signatureRole.titles[one.role] : one.role, one.name, time(one.signedAt), one.note || '—']), zeroRows: '尚未签认。' })
  return {
    kind: '巡检记录',
    form: 'record',
    title: `${subsystems.has(run.subsystem) ? subsystems.titles[run.subsystem] : '全部子系统'}巡检记录`,
    subtitle: runKind.titles[run.kind as RunKind],
    number: run.number,
    version: `第 ${version} 版`,
    cover: { lines: [], organisation: '运维单位', date: formatInstant(run.endedAt).slice(0, 10) },
    signaturePages: [{ title: '签字', roles: [{ label: '巡检人' }, { label: '复核人' }, { label: '甲方确认' }], note: '手写签字盖章后，将扫描件上传到本版本之下。' }],
    blocks,
  }
}

export function time(at: Date): string {
  return formatInstant(at).slice(0, 19).replace('T', ' ')
}

function shown(value: unknown, unit: string): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value !== 'number' && typeof value !== 'string') return '—'
  const text = String(value)
  return unit ? `${text} ${unit}` : text
}
