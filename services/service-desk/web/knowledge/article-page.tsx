import { useState } from 'react'
import { Button, Input, Radio } from 'antd'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { articleEvent, articlesApi } from '../../knowledge/api.ts'
import { ticketCategory } from '../../tickets/api.ts'
import { ArticleForm } from './article-form.tsx'
import { ArticleStateTag } from './article-state-tag.tsx'

type Article = EndpointResponse<(typeof articlesApi)['endpoints']['getArticle']>
const long = { whiteSpace: 'pre-wrap' } as const

export function ArticlePage() {
  const { articleId } = usePageParams('articleId')
  const article = useRead(articlesApi, 'getArticle', { params: { articleId } })
  return (
    <DetailPage
      of={article}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: <ArticleStateTag state={one.state} />,
        actions: <ArticleActs article={one} />,
        facts: [
          { label: '子系统', value: one.subsystem === null ? '全部' : subsystemTitle(one.subsystem) },
          { label: '类别', value: ticketCategory.titles[one.category] },
          { label: '引用', value: <PageLink to="?tab=uses">{one.uses} 次</PageLink> },
          { label: '已发布版次', value: one.publishedVersion === 0 ? '尚未发布' : `第 ${one.publishedVersion} 版` },
          { label: '编写', value: <>{one.writtenByName} <InstantText value={one.writtenAt} /></> },
          ...(one.source ? [{ label: '来源工单', value: <PageLink to={`/tickets/${one.source.ticketId}`}>{one.source.number}</PageLink> }] : []),
        ],
        tabs: [
          { key: 'text', title: '内容', content: <><Section title="现象"><p style={long}>{one.problem}</p></Section><Section title="解决办法"><p style={long}>{one.solution}</p></Section></> },
          { key: 'versions', title: '版次', count: one.versions.length, content: <Versions article={one} /> },
          { key: 'uses', title: '引用', count: one.usedIn.length, content: <Uses article={one} /> },
          { key: 'life', title: '经过', count: one.events.length, content: <Section><Timeline label="知识条目经过" entries={one.events.map((event, at) => ({ key: String(at), at: event.at, who: event.actorName, what: articleEvent.titles[event.kind], ...(event.note ? { note: event.note } : {}) }))} /></Section> },
        ],
      })}
    />
  )
}

function ArticleActs({ article }: { article: Article }) {
  const { articleId, version, state } = article
  const articles = useClient(articlesApi)
  const may = usePermission()
  const [open, setOpen] = useState<'edit' | 'decide' | 'retire'>()
  const submit = useAct(articlesApi, 'submitArticle', { done: '已送审' })
  const close = () => setOpen(undefined)
  const then = (sent: Promise<unknown>) => sent.then(() => articles.refresh())
  const params = { articleId }
  return (
    <>
      {state === 'draft' && <ActButton type="primary" permission="article:write" onAct={() => submit.mutateAsync({ params, body: { version } })}>送审</ActButton>}
      {state === 'in-review' && article.mayReview && <Button type="primary" onClick={() => setOpen('decide')}>审核</Button>}
      {state !== 'retired' && may('article:write') && <Button onClick={() => setOpen('edit')}>修改</Button>}
      {state !== 'retired' && may('article:review') && <Button danger onClick={() => setOpen('retire')}>停用</Button>}
      <SideSheet isOpen={open !== undefined} title={open === 'edit' ? '修改知识' : open === 'decide' ? '审核知识' : '停用知识'} onClose={close} width={open === 'edit' ? 640 : 420}>
        {open === 'edit' && (
          <ArticleForm
            name={`article-${articleId}`}
            initial={{ title: article.title, category: article.category, problem: article.problem, solution: article.solution, ...(article.subsystem !== null && subsystem.has(article.subsystem) ? { subsystem: article.subsystem } : {}) }}
            onSubmit={(values) => then(articles.call.editArticle({ params, body: { version, ...values } }))}
            onDone={close}
            onCancel={close}
          />
        )}
        {open === 'decide' && (
          <EntryForm<{ decision: 'published' | 'returned'; note?: string }> name={`decide-article-${articleId}`} initial={{ decision: 'published' }} submitText="提交审核" onSubmit={({ decision, note = '' }) => then(articles.call.decideArticle({ params, body: { version, decision, note } }))} onDone={close} onCancel={close}>
            <Field name="decision" label="结论"><Radio.Group options={[{ value: 'published', label: '发布' }, { value: 'returned', label: '退回修改' }]} /></Field>
            <Field name="note" label="意见"><Input.TextArea rows={4} maxLength={500} /></Field>
          </EntryForm>
        )}
        {open === 'retire' && (
          <EntryForm<{ note: string }> name={`retire-article-${articleId}`} submitText="停用" onSubmit={(body) => then(articles.call.retireArticle({ params, body: { version, ...body } }))} onDone={close} onCancel={close}>
            <p>停用后不再推荐和引用；已引用的工单仍可查看。</p>
            <Field name="note" label="原因" required><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </>
  )
}

function Versions({ article }: { article: Article }) {
  return (
    <Section title="已发布的版次">
      {article.versions.length === 0 ? <p className="x-soft">还没有发布过。</p> : article.versions.map((one) => (
        <details key={one.articleVersion} open={one.articleVersion === article.publishedVersion}>
          <summary>第 {one.articleVersion} 版 <InstantText value={one.publishedAt} /> <span className="x-soft">编写 {one.writtenByName} · 审核 {one.reviewedByName}{one.note && ` · ${one.note}`}</span></summary>
          <h3>{one.title}</h3>
          <p style={long}>{one.problem}</p>
          <p style={long}>{one.solution}</p>
        </details>
      ))}
    </Section>
  )
}

function Uses({ article }: { article: Article }) {
  return (
    <Section title="引用它的服务工单" flush>
      <DataTable
        caption="引用它的服务工单"
        rows={article.usedIn}
        rowKey={({ ticketId }) => ticketId}
        columns={[
          { key: 'number', title: '编号', width: 180, render: ({ ticketId, number }) => <PageLink to={`/tickets/${ticketId}`}>{number}</PageLink> },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'articleVersion', title: '版次', width: 80, render: ({ articleVersion }) => `第 ${articleVersion} 版` },
          { key: 'usedByName', title: '引用人', width: 120 },
          { key: 'usedAt', title: '引用', width: 170, render: ({ usedAt }) => <InstantText value={usedAt} /> },
        ]}
      />
    </Section>
  )
}
