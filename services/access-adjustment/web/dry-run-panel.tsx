import type { RequestDetail } from '#spine/requests/api.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi, type FormExecution } from '../api.ts'
import { accessTarget } from '../forms/api.ts'
import { DifferenceList } from './difference-list.tsx'

/** What the target says that it would do, asked before anybody approves. */
export function DryRunPanel({ request, dryRun }: { request: RequestDetail; dryRun: FormExecution['dryRun'] }) {
  const run = useAct(accessAdjustmentApi, 'dryRun', { done: '试运行完成' })
  const button = <ActButton onAct={() => run.mutateAsync({ params: { requestId: request.requestId } })}>在目标系统上试运行</ActButton>
  if (!dryRun) return <EmptyState what="还没有试运行" how="试运行逐行询问目标系统：现状如何、会变成什么、能不能办，不写入任何内容。" action={button} />
  return (
    <Section title="试运行结果" extra={button} flush>
      <p style={{ padding: '8px 12px', margin: 0 }}>
        {dryRun.ranByName} 于 <InstantText value={dryRun.ranAt} /> 对第 {dryRun.formVersion} 版试运行{dryRun.formVersion === request.formVersion ? '' : '（不是当前版次，请重新试运行）'}。
      </p>
      <DataTable
        caption="试运行结果"
        rows={dryRun.lines}
        rowKey={({ target, account }) => `${target} ${account}`}
        columns={[
          { key: 'account', title: '账号', width: 150, card: 'heading' },
          { key: 'target', title: '对象', width: 100, render: ({ target }) => (accessTarget.has(target) ? accessTarget.titles[target] : target) },
          { key: 'problem', title: '结论', width: 100, card: 'state', render: ({ problem }) => (problem === '' ? <StateTag word="可执行" tone="good" /> : <StateTag word="不能执行" tone="bad" reason={problem} />) },
          { key: 'differences', title: '现状 → 结果', render: ({ differences, problem }) => (problem === '' ? <DifferenceList differences={differences} /> : problem) },
          { key: 'steps', title: '步骤', render: ({ steps }) => <ol style={{ margin: 0, paddingInlineStart: 20 }}>{steps.map((step) => <li key={step}>{step}</li>)}</ol> },
        ]}
      />
    </Section>
  )
}
