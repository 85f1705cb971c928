import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import type { ChangeDetail } from '../api.ts'

/** Man-days, entry by entry, against the estimate that the owner confirmed. */
export function EffortTab({ change }: { change: ChangeDetail }) {
  return (
    <Section title={`工作量：已用 ${change.spentDays} 人日，估算 ${change.estimateDays} 人日`} flush>
      {change.efforts.length === 0 ? (
        <EmptyState what="还没有登记工作量" how={change.actions.includes('log-effort') ? '用“实施”菜单登记；交付前至少登记一次。' : '由办理人登记；交付前至少一次。'} />
      ) : (
        <DataTable
          caption="工作量"
          rows={change.efforts}
          rowKey={({ effortEntryId }) => effortEntryId}
          columns={[
            { key: 'workedOn', title: '日期', width: 150, render: ({ workedOn }) => <DateText value={workedOn} /> },
            { key: 'workerName', title: '工作人', width: 150, card: 'heading' },
            { key: 'days', title: '人日', width: 90, align: 'right' },
            { key: 'note', title: '工作内容' },
          ]}
        />
      )}
    </Section>
  )
}
