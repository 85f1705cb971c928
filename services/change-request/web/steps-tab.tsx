import { Section } from '#web/kit/detail/section.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { stepKind, stepOutcome, touchedDocument, type ChangeDetail } from '../api.ts'

/** What was done, with proof; what is missing before the release and before delivery; which documents it made stale. */
export function StepsTab({ change, isEnded }: { change: ChangeDetail; isEnded: boolean }) {
  return (
    <>
      {!isEnded && <Gate title="开始发布之前还缺" missing={change.missingForRelease} isHidden={change.changeKind === 'emergency' || change.steps.some(({ outcome }) => outcome === 'released')} />}
      {!isEnded && <Gate title="交付之前还缺" missing={change.missingForDelivery} isHidden={false} />}
      <Section title="实施步骤">
        {change.steps.length === 0 ? (
          <EmptyState what={change.nature === 'content' ? '执法内容的编辑、复核与发布见“执法内容”' : '还没有实施步骤'} {...(change.nature === 'content' ? {} : { how: '演练、测试、发布登记后出现在这里。' })} />
        ) : (
          <Timeline
            label="实施步骤"
            entries={change.steps.map((step) => ({
              key: step.stepId, at: step.happenedAt, who: step.recordedByName, what: `${stepKind.titles[step.kind]}：${stepOutcome.titles[step.outcome]}${step.releaseVersion ? `（${step.releaseVersion}）` : ''}`,
              tone: step.outcome === 'failed' || step.outcome === 'rolled-back' ? 'bad' as const : step.outcome === 'begun' ? 'info' as const : 'good' as const,
              note: <>{step.note}{step.deliverables && <><br />移交甲方：{step.deliverables}</>}</>,
              proof: <PageLink to={`/evidence/${step.evidenceId}`}>证据</PageLink>,
            }))}
          />
        )}
      </Section>
      {change.documents.length > 0 && (
        <Section title="受影响的文档" flush>
          <DataTable
            caption="受影响的文档"
            rows={change.documents}
            rowKey={({ document }) => document}
            columns={[
              { key: 'document', title: '文档', card: 'heading', render: ({ document }) => touchedDocument.titles[document] },
              { key: 'state', title: '状态', width: 110, card: 'state', render: ({ updatedAt }) => (updatedAt ? <StateTag word="已更新" tone="good" /> : <StateTag word="过时" tone="bad" />) },
              { key: 'markedAt', title: '标记', width: 170, render: ({ markedAt }) => <InstantText value={markedAt} /> },
              { key: 'updatedAt', title: '更新', width: 170, render: ({ updatedAt }) => <InstantText value={updatedAt} /> },
              { key: 'updatedByName', title: '更新人', width: 120 },
              { key: 'evidenceId', title: '证明', width: 90, render: ({ evidenceId }) => evidenceId && <PageLink to={`/evidence/${evidenceId}`}>证据</PageLink> },
            ]}
          />
        </Section>
      )}
    </>
  )
}

function Gate({ title, missing, isHidden }: { title: string; missing: readonly string[]; isHidden: boolean }) {
  if (isHidden || missing.length === 0) return null
  return <Section title={`${title} ${missing.length} 项`}><ul style={{ margin: 0, paddingInlineStart: 0 }}>{missing.map((line) => <li key={line}>{line}</li>)}</ul></Section>
}
