import { useState } from 'react'
import { requestsApi } from '#spine/requests/api.ts'
import { subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { articlesApi } from '../../knowledge/api.ts'
import { ticketsApi } from '../../tickets/api.ts'
import { ArticleForm, type ArticleValues } from './article-form.tsx'

/** A new article, empty or from a solved ticket (`?ticket=`). */
export function WriteArticlePage() {
  const [address] = useAddress()
  const go = useGo()
  const articles = useClient(articlesApi)
  const ticketId = typeof address['ticket'] === 'string' ? address['ticket'] : undefined
  const [articleId] = useState(() => crypto.randomUUID())
  const isFrom = ticketId !== undefined
  const ticket = useRead(ticketsApi, 'getTicket', { params: { ticketId: ticketId ?? '' } }, { enabled: isFrom })
  const request = useRead(requestsApi, 'getRequest', { params: { requestId: ticketId ?? '' } }, { enabled: isFrom })
  const error = ticket.error ?? request.error
  if (error) return <ErrorState error={error} onRetry={() => void Promise.all([ticket.refetch(), request.refetch()])} />
  if (isFrom && !(ticket.data && request.data)) return <PageSkeleton />
  const initial: Partial<ArticleValues> =
    ticket.data && request.data
      ? { title: ticket.data.title, category: ticket.data.category ?? 'advice', problem: String((request.data.form as { description?: string }).description ?? '') || ticket.data.title, solution: request.data.solution, ...(subsystem.has(ticket.data.subsystem) ? { subsystem: ticket.data.subsystem } : {}) }
      : { category: 'advice' }
  const send = (values: ArticleValues) => articles.call.writeArticle({ body: { articleId, sourceTicketId: ticketId ?? null, ...values } }).then(() => articles.refresh())
  return (
    <Page title="编写知识" {...(ticket.data ? { lead: `来自 ${ticket.data.number}。请去掉姓名、号码等个人信息，写成对下一位来电人也有用的话。` } : {})}>
      <Section><ArticleForm name="write-article" initial={initial} onSubmit={send} onDone={() => go(`/knowledge/${articleId}`)} onCancel={() => go(ticketId ? `/tickets/${ticketId}` : '/knowledge')} /></Section>
    </Page>
  )
}
