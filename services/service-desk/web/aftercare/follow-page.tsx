import { useEffect, useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { requestEvent } from '#spine/requests/api.ts'
import { RequestStateTag } from '#spine/requests/web/request-state-tag.tsx'
import { problemOf } from '#web/kit/client/problem-of.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { followApi } from '../../aftercare/api.ts'
import { RatingSection } from './rating-section.tsx'

/** For holders of a link, without an account. The token stands behind the `#`, which no server and no log ever gets to see. */
export function FollowPage() {
  const token = useToken()
  const { call, refresh } = useClient(followApi)
  const ticket = useRead(followApi, 'followTicket', { body: { token } }, { enabled: token !== '' })
  const accept = useAct(followApi, 'acceptByLink', { done: '已确认，谢谢' })
  const [isReturning, setReturning] = useState(false)
  if (token === '') return <EmptyState isPage what="链接不完整" how="请打开收到的完整链接，或致电 7726、7717。" />
  if (ticket.error && problemOf(ticket.error).code === 'follow-link.unknown') return <EmptyState isPage what="链接无效或已过期" how="请打开最近一封邮件里的链接，或致电 7726、7717 索取新的链接。" />
  if (ticket.error) return <ErrorState error={ticket.error} onRetry={() => void ticket.refetch()} />
  if (!ticket.data) return <PageSkeleton />
  const one = ticket.data
  const done = () => {
    setReturning(false)
    void refresh()
  }
  return (
    <Page title={one.title} lead={<>服务工单 {one.number} <RequestStateTag state={one.state} /></>}>
      {one.state === 'delivered' && (
        <Section title="问题解决了吗？">
          <div className="x-stack">
            {one.solution && <p style={{ whiteSpace: 'pre-wrap' }}>{one.solution}</p>}
            {one.silentAcceptanceAt && <Alert type="info" showIcon title={<><InstantText value={one.silentAcceptanceAt} /> 前没有答复，视为验收</>} />}
            {isReturning ? (
              <EntryForm<{ reason: string }> name="follow-return" submitText="退回" onSubmit={({ reason }) => call.returnByLink({ body: { token, version: one.version, reason } })} onDone={done} onCancel={() => setReturning(false)}>
                <Field name="reason" label="退回原因" required><Input.TextArea rows={3} maxLength={4000} autoFocus /></Field>
              </EntryForm>
            ) : (
              <p className="x-row">
                <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate({ body: { token, version: one.version, note: '' } })}>已解决</Button>
                <Button danger onClick={() => setReturning(true)}>没有解决，退回</Button>
              </p>
            )}
          </div>
        </Section>
      )}
      <RatingSection rating={one.rating} mayRate={one.mayRate} onRate={(rating) => call.rateByLink({ body: { token, ...rating } })} onDone={done} />
      <Section title="经过">
        <Timeline label="工单经过" entries={one.events.map(({ at, kind, note }, position) => ({ key: String(position), at, who: '', what: requestEvent.has(kind) ? requestEvent.titles[kind] : kind, ...(note ? { note } : {}) }))} />
      </Section>
      <p className="x-soft">本链接 <InstantText value={one.expiresAt} /> 失效，请勿转发。</p>
    </Page>
  )
}

const tokenInAddress = () => window.location.hash.slice(1)

function useToken(): string {
  const [token, setToken] = useState(tokenInAddress)
  useEffect(() => {
    const change = () => setToken(tokenInAddress())
    window.addEventListener('hashchange', change)
    return () => window.removeEventListener('hashchange', change)
  }, [])
  return token
}
