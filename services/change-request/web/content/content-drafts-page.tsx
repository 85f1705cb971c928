import { contentKind } from '#shared/maintenance/maintained-content.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { changeRequestApi, contentState } from '../../api.ts'
import { ContentStateTag } from './content-state-tag.tsx'

/** Every text on its way into law enforcement, whatever change it belongs to. */
export function ContentDraftsPage() {
  const changes = useClient(changeRequestApi)
  return (
    <Page title="执法内容稿" lead="在变更单中编辑、由他人复核、发布到执法系统并从网页端与移动端读回的内容。">
      <DataList
        name="content-drafts"
        noun="内容稿"
        source={changes.list('listContentDrafts')}
        rowKey={({ contentDraftId }) => contentDraftId}
        href={({ contentDraftId }) => `/change-request/content-drafts/${contentDraftId}`}
        searchHint="名称、代码、变更单号"
        filters={[
          { kind: 'choice', key: 'kind', label: '种类', options: contentKind.values.map((value) => ({ value, label: contentKind.titles[value] })) },
          { kind: 'choice', key: 'state', label: '状态', options: contentState.values.map((value) => ({ value, label: contentState.titles[value] })) },
        ]}
        columns={[
          { key: 'title', title: '名称', card: 'heading', canSort: true },
          { key: 'kind', title: '种类', width: 120, render: ({ kind }) => contentKind.titles[kind] },
          { key: 'code', title: '代码', width: 110, render: ({ code }) => <span className="x-mono">{code}</span> },
          { key: 'requestNumber', title: '变更单', width: 160, render: ({ requestId, requestNumber }) => <PageLink to={`/change-request/change/${requestId}`}>{requestNumber}</PageLink> },
          { key: 'validFrom', title: '生效', width: 142, canSort: true, render: ({ validFrom }) => <DateText value={validFrom} /> },
          { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <ContentStateTag state={state} /> },
          { key: 'publishedVersion', title: '版本', width: 64, align: 'right' },
          { key: 'editedByName', title: '编辑', width: 130 },
          { key: 'editedAt', title: '编辑时间', width: 170, canSort: true, isExtra: true, render: ({ editedAt }) => <InstantText value={editedAt} /> },
          { key: 'reviewedByName', title: '复核', width: 130, isExtra: true },
          { key: 'lastNote', title: '最近结果', isExtra: true },
        ]}
        empty={{ what: '没有内容稿', how: '在执法内容维护的变更单中“编辑内容”后出现在这里。' }}
      />
    </Page>
  )
}
