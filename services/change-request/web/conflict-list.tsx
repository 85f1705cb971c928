import { PageLink } from '#web/kit/frame/page-link.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { conflictKind, type ConflictView } from '../api.ts'

export function ConflictList({ conflicts }: { conflicts: readonly ConflictView[] }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {conflicts.map(({ kind, title, from, to, requestId, isBlocking }) => (
        <li key={`${kind}${title}${from}`}>
          <b>{conflictKind.titles[kind]}</b> {requestId ? <PageLink to={`/change-request/change/${requestId}`}>{title}</PageLink> : title}
          <span className="x-soft">　<InstantText value={from} /> 至 <InstantText value={to} />{isBlocking && '，不能在此期间发布'}</span>
        </li>
      ))}
    </ul>
  )
}
