import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import type { RequestDetail } from '../api.ts'
import { ApprovalStateTag } from './request-state-tag.tsx'

/** The way to approval: who decides each step, who did, for whom, and what was said. */
export function ApprovalPanel({ approvals }: { approvals: RequestDetail['approvals'] }) {
  return (
    <Section title="审批步骤">
      <DataTable
        caption="审批步骤"
        rows={approvals}
        rowKey={({ step }) => String(step)}
        columns={[
          { key: 'step', title: '步骤', width: 70 },
          { key: 'title', title: '名称', card: 'heading' },
          { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <ApprovalStateTag state={state} /> },
          { key: 'approver', title: '审批人', width: 200, render: ({ approver, decidedByName, onBehalfOfName }) => (decidedByName ? <>{decidedByName}{onBehalfOfName && <span className="x-soft">（代 {onBehalfOfName}）</span>}</> : <span className="x-soft">{approver}</span>) },
          { key: 'decidedAt', title: '时间', width: 190, render: ({ decidedAt, expiresAt, state }) => (decidedAt ? <InstantText value={decidedAt} /> : state === 'waiting' && expiresAt ? <span className="x-soft"><DueText value={expiresAt} /> 前</span> : null) },
          { key: 'note', title: '意见' },
        ]}
      />
    </Section>
  )
}
