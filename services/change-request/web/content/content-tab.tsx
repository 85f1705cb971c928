import { Button } from 'antd'
import { Section } from '#web/kit/detail/section.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import type { ChangeDetail } from '../../api.ts'
import { ContentDraftTable } from './content-draft-table.tsx'

/** The texts of this change on their way into law enforcement. */
export function ContentTab({ change }: { change: ChangeDetail }) {
  const go = useGo()
  return (
    <Section title="执法内容" flush extra={change.actions.includes('edit-content') && <Button onClick={() => go(`/change-request/change/${change.requestId}/content/new`)}>编辑内容</Button>}>
      <ContentDraftTable drafts={change.contents} />
    </Section>
  )
}
