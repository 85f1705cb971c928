import { Alert } from 'antd'
import { Section } from '#web/kit/detail/section.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import type { DataOrderForm, OrderDetail } from '../orders/api.ts'
import { FindingList } from './finding-list.tsx'
import { SqlEditor } from './sql-editor.tsx'

/** The script as it was approved, and what the review said of exactly it. */
export function ReviewPanel({ form, review }: { form: DataOrderForm; review: OrderDetail['review'] }) {
  const findings = review?.isCurrent ? review.findings : []
  return (
    <>
      <Section title={`脚本：${form.tables.join('、')}，批准 ${form.rows.join('、')} 行`}>
        <SqlEditor value={form.script} findings={findings} />
      </Section>
      <Section title="审查结果" flush extra={review && <span className="x-soft">{review.madeByName} <InstantText value={review.madeAt} /></span>}>
        {review === null ? <EmptyState what="还没有审查" how="提交时对照目标库的现行结构审查。" /> : (
          <>
            {!review.isCurrent && <Alert type="warning" title="这是修改之前的审查，不作准。" />}
            <FindingList findings={review.findings} />
          </>
        )}
      </Section>
    </>
  )
}
