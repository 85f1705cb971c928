import { useState } from 'react'
import { Button } from 'antd'
import type { RequestDetail } from '#spine/requests/api.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { adjustmentCause, type AdjustmentView, type FormExecution } from '../api.ts'
import { AdjustmentStateTag, TimedGrantStateTag } from './access-state-tags.tsx'
import { DifferenceList } from './difference-list.tsx'

/** Each line with what was there before, what was read back, and the statements in between. */
export function ExecutionPanel({ request, execution, onUndo }: { request: RequestDetail; execution: FormExecution; onUndo: (adjustment: AdjustmentView) => void }) {
  const [shown, setShown] = useState<AdjustmentView>()
  const { counts, adjustments, isCut, timedGrants } = execution
  if (adjustments.length === 0) return <EmptyState what="还没有执行" how={request.state === 'scheduled' ? `已批准，${request.beginsOn} 自动执行并把读回的结果列在这里；此前申请人可以撤回。` : request.state === 'in-approval' ? '审批全部通过后自动执行，并把读回的结果列在这里。' : '批准之后自动执行。'} />
  return (
    <>
      <Section title={`已执行 ${counts.applied}，未执行 ${counts.refused}，执行中 ${counts.waiting + counts.applying}`} flush>
        <DataTable
          caption="执行与读回"
          rows={adjustments}
          rowKey={({ adjustmentId }) => adjustmentId}
          columns={[
            { key: 'account', title: '账号', width: 150, card: 'heading' },
            { key: 'targetTitle', title: '对象', width: 190, render: ({ targetTitle, cause }) => <>{targetTitle}{cause !== 'form' && <span className="x-soft"> {adjustmentCause.has(cause) ? adjustmentCause.titles[cause] : cause}</span>}</> },
            { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state, reason }) => <AdjustmentStateTag state={state} reason={reason} /> },
            { key: 'differences', title: '调整前 → 读回', render: ({ differences, reason, state }) => (state === 'refused' ? reason : <DifferenceList differences={differences} />) },
            { key: 'settledAt', title: '读回时间', width: 180, render: ({ settledAt }) => <InstantText value={settledAt} precise /> },
            { key: 'acts', title: '操作', width: 160, card: 'acts', render: (row) => <span className="x-row"><Button size="small" onClick={() => setShown(row)}>步骤</Button>{row.canUndo && <Button size="small" danger onClick={() => onUndo(row)}>撤销</Button>}</span> },
          ]}
        />
        {isCut && <p className="x-soft" style={{ padding: '8px 12px' }}>只列出前 {adjustments.length} 行，未执行的在最前；全部内容在证据中。</p>}
      </Section>
      {timedGrants.length > 0 && (
        <Section title="限期授权" flush>
          <DataTable
            caption="限期授权"
            rows={timedGrants}
            rowKey={({ timedGrantId }) => timedGrantId}
            columns={[
              { key: 'account', title: '账号', width: 150, card: 'heading' },
              { key: 'role', title: '角色', width: 160 },
              { key: 'startsAt', title: '起算', width: 180, render: ({ startsAt }) => <InstantText value={startsAt} /> },
              { key: 'endsAt', title: '截止', width: 180, render: ({ endsAt }) => <DueText value={endsAt} /> },
              { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <TimedGrantStateTag state={state} /> },
              { key: 'note', title: '说明' },
            ]}
          />
        </Section>
      )}
      <SideSheet isOpen={shown !== undefined} title={shown ? `${shown.account} 的执行步骤` : ''} onClose={() => setShown(undefined)} width={640}>
        {shown && <Steps adjustment={shown} />}
      </SideSheet>
    </>
  )
}

function Steps({ adjustment }: { adjustment: AdjustmentView }) {
  const { steps, plannedAt, settledAt, workOrderId, workOrderNumber, outcome, attempts } = adjustment
  return (
    <>
      <p>
        工单 <PageLink to={`/work-orders/${workOrderId}`}>{workOrderNumber}</PageLink>，试运行 <InstantText value={plannedAt} precise />，读回 <InstantText value={settledAt} precise />
        {outcome === 'repeated' && '；目标回答此项先前已执行，没有重复'}
        {attempts > 1 && `；尝试 ${attempts} 次`}
      </p>
      {steps.length === 0 ? <EmptyState what="没有步骤" how="目标拒绝的调整没有执行任何步骤。" /> : (
        <ol>
          {steps.map(({ does, statement, parameters }, index) => (
            <li key={`${index}${does}`}>
              {does}
              <pre className="x-mono" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{statement}{'\n'}{JSON.stringify(parameters)}</pre>
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
