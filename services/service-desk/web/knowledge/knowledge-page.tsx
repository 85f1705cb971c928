import { Button } from 'antd'
import { subsystem, subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { articlesApi, articleState } from '../../knowledge/api.ts'
import { ticketCategory } from '../../tickets/api.ts'
import { ArticleStateTag } from './article-state-tag.tsx'

/** 知识库: what solved a ticket once. */
export function KnowledgePage() {
  const articles = useClient(articlesApi)
  const go = useGo()
  const may = usePermission()
  return (
    <Page title="知识库" lead="由已解决的工单写成，经他人审核后发布；引用次数是用它答复的工单数。" actions={may('article:write') && <Button type="primary" onClick={() => go('/knowledge/new')}>编写知识</Button>}>
      <DataList
        name="articles"
        noun="知识"
        source={articles.list('listArticles')}
        rowKey={({ articleId }) => articleId}
        href={({ articleId }) => `/knowledge/${articleId}`}
        searchHint="标题、现象、办法中的字词，或编号"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: articleState.values.map((value) => ({ value, label: articleState.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystem.values.map((value) => ({ value, label: subsystem.titles[value] })) },
          { kind: 'choice', key: 'category', label: '类别', options: ticketCategory.values.map((value) => ({ value, label: ticketCategory.titles[value] })) },
        ]}
        columns={[
          { key: 'number', title: '编号', width: 168, canSort: true },
          { key: 'title', title: '标题', canSort: true, card: 'heading' },
          { key: 'subsystem', title: '子系统', width: 110, render: ({ subsystem: place }) => (place === null ? '全部' : subsystemShortTitle(place)) },
          { key: 'category', title: '类别', width: 72, render: ({ category }) => ticketCategory.titles[category] },
          { key: 'uses', title: '引用', width: 80, align: 'right', canSort: true },
          { key: 'publishedVersion', title: '版次', width: 80, align: 'right', render: ({ publishedVersion }) => (publishedVersion === 0 ? '—' : publishedVersion) },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <ArticleStateTag state={state} /> },
          { key: 'writtenByName', title: '编写人', width: 110 },
          { key: 'writtenAt', title: '编写', width: 170, canSort: true, render: ({ writtenAt }) => <InstantText value={writtenAt} /> },
        ]}
        empty={{ what: '还没有知识', how: may('article:write') ? '在已解决的服务工单里按“写成知识”，或从这里编写。' : '审核发布后出现在这里。' }}
      />
    </Page>
  )
}
