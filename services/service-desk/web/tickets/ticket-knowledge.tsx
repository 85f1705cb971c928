import { Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { requestsApi } from '#spine/requests/api.ts'
import { articlesApi } from '../../knowledge/api.ts'
import { UNATTRIBUTED, type TicketDetail } from '../../tickets/api.ts'

/** What is known about it, what was used, and the way from a solved ticket to an article. */
export function TicketKnowledge({ ticket, solution }: { ticket: TicketDetail; solution: string }) {
  const go = useGo()
  const may = usePermission()
  const used = useRead(articlesApi, 'listArticles', { query: { ticketId: ticket.ticketId, pageSize: 50 } })
  const found = useRead(articlesApi, 'suggestArticles', { query: { text: ticket.title, subsystem: ticket.subsystem === UNATTRIBUTED ? undefined : ticket.subsystem } })
  const use = useAct(articlesApi, 'useArticle', { done: '已引用', alsoChanges: [requestsApi] })
  const usedIds = new Set(used.data?.items.map(({ articleId }) => articleId))
  const others = (found.data?.items ?? []).filter(({ articleId }) => !usedIds.has(articleId))
  return (
    <>
      <Section title="已引用">
        {used.data?.items.length ? <ul>{used.data.items.map((one) => <li key={one.articleId}><PageLink to={`/knowledge/${one.articleId}`}>{one.title}</PageLink> <span className="x-soft">{one.number}</span></li>)}</ul> : <p className="x-soft">还没有引用知识。</p>}
      </Section>
      <Section title="可能有用" extra={solution !== '' && may('article:write') && <Button onClick={() => go(`/knowledge/new?ticket=${ticket.ticketId}`)}>写成知识</Button>}>
        {others.length === 0 ? <p className="x-soft">没有相近的知识。</p> : others.map((one) => (
          <article key={one.articleId}>
            <header className="x-row">
              <PageLink to={`/knowledge/${one.articleId}`}>{one.title}</PageLink><span className="x-soft">{one.number} · 引用 {one.uses} 次</span>
              <ActButton size="small" permission="ticket:handle" onAct={() => use.mutateAsync({ params: { articleId: one.articleId }, body: { ticketId: ticket.ticketId } })}>引用</ActButton>
            </header>
            <p style={{ whiteSpace: 'pre-wrap' }}>{one.solution.slice(0, 300)}</p>
          </article>
        ))}
      </Section>
    </>
  )
}
