import { useState } from 'react'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { subsystemTitle } from '#shared/subsystems.ts'
import { ProgressPanel } from '#web/kit/state/progress-panel.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { inspectionApi, runKind, section, type RunDetail, type RunItemView } from '../api.ts'
import { ResultSheet } from './result-sheet.tsx'
import { ResultTable } from './result-table.tsx'
import { RunActs } from './run-acts.tsx'
import { RunDocuments } from './run-documents.tsx'
import { RunHazards } from './run-hazards.tsx'
import { RunStateTag } from './run-state-tag.tsx'
import { VerdictCounts } from './verdict-counts.tsx'

export function RunPage() {
  const { runId } = usePageParams('runId')
  const [isRunning, setRunning] = useState(true)
  const [open, setOpen] = useState<string>()
  const inspection = useClient(inspectionApi)
  const run = useRead(inspectionApi, 'getRun', { params: { runId } }, { refreshMs: isRunning ? 1_500 : 30_000 })
  if (run.data && (run.data.state === 'running') !== isRunning) setRunning(run.data.state === 'running')
  const item = run.data?.items.find((one) => one.runItemId === open)
  return (
    <>
      <DetailPage of={run} show={(one) => plate(one, setOpen, () => void inspection.call.cancelRun({ params: { runId } }).then(() => inspection.refresh()))} />
      {run.data && item && <ResultSheet run={run.data} item={item} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function plate(run: RunDetail, open: (runItemId: string) => void, cancel: () => void) {
  const wrong = run.items.filter((item) => item.verdict !== null && item.verdict !== 'normal')
  const table = (items: readonly RunItemView[], caption: string) => <ResultTable caption={caption} items={items} onOpen={open} />
  return {
    title: run.title,
    number: run.number,
    state: <RunStateTag state={run.state} />,
    actions: <RunActs run={run} />,
    facts: [
      { label: '类别', value: runKind.has(run.kind) ? runKind.titles[run.kind] : run.kind },
      { label: '子系统', value: subsystemTitle(run.subsystem) },
      { label: '结论', value: <VerdictCounts counts={run.counts} /> },
      { label: '开始', value: <InstantText value={run.startedAt} precise /> },
      { label: '结束', value: <InstantText value={run.endedAt} precise /> },
      { label: '发起', value: run.requestedByName },
      { label: '检查模板', value: <>{run.template.version} 版 <HashText value={run.template.sm3} length={12} what="模板校验值" /></> },
      { label: '应办事项', value: run.occurrenceId ? <PageLink to={`/occurrences/${run.occurrenceId}`}>所履行的义务</PageLink> : '临时巡检' },
      { label: '工单', value: <PageLink to={`/work-orders/${run.workOrderId}`}>查看工单</PageLink> },
      { label: '证据', value: run.evidenceId ? <PageLink to={`/evidence/${run.evidenceId}`}>巡检记录证据</PageLink> : null },
    ],
    banner: run.state === 'running' && (
      <ProgressPanel
        title="巡检进度"
        state="running"
        done={run.answered}
        total={run.items.filter((item) => !item.isManual).length}
        unit="项检查"
        startedAt={run.startedAt}
        doing={run.inProgress.length > 0 ? `正在检查：${run.inProgress.join('、')}` : '正在连接各部件'}
        {...(run.canCancel ? { onCancel: cancel } : {})}
      />
    ),
    tabs: [
      ...section.values.map((name) => ({ name, items: run.items.filter((item) => item.section === name) })).filter(({ items }) => items.length > 0).map(({ name, items }) => ({ key: name, title: section.titles[name], count: items.length, content: table(items, section.titles[name]) })),
      { key: 'wrong', title: '未正常', count: wrong.length, content: table(wrong, '未正常的项') },
      { key: 'hazards', title: '隐患', count: run.hazards ? run.hazards.fresh.length + run.hazards.persisting.length + run.hazards.fixed.length : undefined, content: <RunHazards run={run} /> },
      { key: 'documents', title: '记录与签认', content: <RunDocuments run={run} /> },
    ],
  }
}
