import { contentKind } from '#shared/maintenance/maintained-content.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import type { ContentDraftView } from '../../api.ts'
import { ContentStateTag } from './content-state-tag.tsx'

export function ContentDraftTable({ drafts }: { drafts: readonly ContentDraftView[] }) {
  if (drafts.length === 0) return <EmptyState what="还没有编辑执法内容" how="编辑后由他人复核，再发布到执法系统。" />
  return (
    <DataTable
      caption="执法内容"
      rows={drafts}
      rowKey={({ contentDraftId }) => contentDraftId}
      columns={[
        { key: 'title', title: '名称', card: 'heading', render: ({ contentDraftId, title }) => <PageLink to={`/change-request/content-drafts/${contentDraftId}`}>{title}</PageLink> },
        { key: 'kind', title: '种类', width: 130, render: ({ kind }) => contentKind.titles[kind] },
        { key: 'code', title: '代码', width: 120, render: ({ code }) => <span className="x-mono">{code}</span> },
        { key: 'validFrom', title: '生效', width: 150, render: ({ validFrom }) => <DateText value={validFrom} /> },
        { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <ContentStateTag state={state} /> },
        { key: 'publishedVersion', title: '版本', width: 80, align: 'right' },
        { key: 'lastNote', title: '最近结果' },
      ]}
    />
  )
}
