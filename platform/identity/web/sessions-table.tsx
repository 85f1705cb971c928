import type { ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { z } from 'zod'
import { Section } from '#web/kit/detail/section.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import type { sessionView } from '../api.ts'
import { SessionStateTag } from './user-looks.tsx'

type SessionRow = z.output<typeof sessionView>

/** The newest sessions of a person; what `renderAct` gives stands beside those still open. */
export function SessionsTable({ of, renderAct }: { of: UseQueryResult<{ items: SessionRow[] }>; renderAct: (session: SessionRow) => ReactNode }) {
  if (of.error && !of.data) return <ErrorState error={of.error} onRetry={() => void of.refetch()} />
  if (!of.data) return <PageSkeleton />
  if (of.data.items.length === 0) return <Section><EmptyState what="还没有会话" how="登录后出现在这里。" /></Section>
  return (
    <Section flush>
      <DataTable
        caption="会话"
        rows={of.data.items}
        rowKey={({ sessionId }) => sessionId}
        columns={[
          { key: 'createdAt', title: '登录', width: 176, render: ({ createdAt }) => <InstantText value={createdAt} /> },
          { key: 'lastSeenAt', title: '最近活动', width: 176, render: ({ lastSeenAt }) => <InstantText value={lastSeenAt} /> },
          { key: 'address', title: '来源地址', width: 140, render: ({ address }) => <span className="x-mono">{address}</span> },
          { key: 'userAgent', title: '浏览器', render: ({ userAgent }) => <span title={userAgent}>{browserOf(userAgent)}</span> },
          { key: 'state', title: '状态', width: 140, render: (session) => <SessionStateTag {...session} /> },
          { key: 'acts', title: '操作', width: 96, card: 'acts', render: (session) => (session.endedAt === null ? renderAct(session) : null) },
        ]}
      />
    </Section>
  )
}

/** The name people know; the whole string is shown on hover. */
function browserOf(userAgent: string): string {
  const known = /(Edg|Firefox|Chrome|Safari)\/(\d+)/.exec(userAgent)
  return known ? `${known[1] === 'Edg' ? 'Edge' : known[1]} ${known[2]}` : userAgent.slice(0, 40) || '—'
}
