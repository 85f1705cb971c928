import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { auditActorKind, auditApi } from '../api.ts'
import { OutcomeTag } from './outcome-tag.tsx'

export function AuditEntryPage() {
  const { auditEntryId } = usePageParams('auditEntryId')
  const entry = useRead(auditApi, 'detail', { params: { auditEntryId } })
  return (
    <DetailPage
      of={entry}
      show={(line) => ({
        title: line.actionTitle ?? line.action,
        number: `第 ${line.auditEntryId} 条`,
        state: <OutcomeTag outcome={line.outcome} reason={line.reason} />,
        facts: [
          { label: '时间', value: <InstantText value={line.at} precise /> },
          { label: '操作者', value: line.userId ? <PageLink to={`/audit?userId=${line.userId}`}>{line.actorName}</PageLink> : line.actorName },
          { label: '操作者类别', value: auditActorKind.titles[line.actorKind] },
          { label: '动作', value: <span className="x-mono">{line.action}</span> },
          { label: '拒绝或失败的原因', value: line.reason && <span className="x-mono">{line.reason}</span> },
          { label: '对象', value: line.objectId && <PageLink to={`/audit?objectId=${encodeURIComponent(line.objectId)}`} className="x-mono">{line.objectKind} {line.objectId}</PageLink> },
          { label: '来源地址', value: line.address && <span className="x-mono">{line.address}</span> },
          { label: '跟踪号', value: <HashText value={line.traceId} length={40} what="跟踪号" /> },
        ],
        tabs: [{ key: 'details', title: '补充内容', content: <Details details={line.details} /> }],
      })}
    />
  )
}

/** Words of the details that most lines carry. */
const words: Readonly<Record<string, string>> = { list: '清单', rows: '行数', query: '条件', reason: '原因', before: '之前', after: '之后', version: '版本', role: '角色' }

function Details({ details }: { details: Record<string, unknown> }) {
  const facts = Object.entries(details).map(([key, value]) => ({ label: words[key] ?? key, value: typeof value === 'string' ? value : JSON.stringify(value), wide: true }))
  return <Section title="补充内容">{facts.length > 0 ? <FactsGrid facts={facts} /> : <EmptyState what="没有补充内容" />}</Section>
}
