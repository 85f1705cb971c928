import type { ListColumn } from '#web/kit/list/list-column.ts'
import { DateText } from '#web/kit/value/date-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import type { RoleGrantAnswer } from '../api.ts'
import { GrantActs } from './grant-acts.tsx'
import { GrantStateTag } from './user-looks.tsx'

export const grantColumns: ReadonlyArray<ListColumn<RoleGrantAnswer>> = [
  { key: 'displayName', title: '用户', canSort: true, width: 136, card: 'heading', render: ({ displayName, username }) => <span title={username}>{displayName}</span> },
  { key: 'role', title: '角色', canSort: true, width: 124, render: ({ role }) => role.title },
  { key: 'state', title: '状态', canSort: true, width: 88, card: 'state', render: ({ state }) => <GrantStateTag state={state} /> },
  { key: 'reason', title: '原因', render: ({ reason, decisionReason }) => (decisionReason ? `${reason}；${decisionReason}` : reason) },
  { key: 'requestedAt', title: '申请', canSort: true, width: 168, render: ({ requestedAt, requestedBy }) => <>{requestedBy}<br /><InstantText value={requestedAt} /></> },
  { key: 'validTo', title: '有效期至', canSort: true, width: 120, render: ({ validTo }) => (validTo ? <DateText value={validTo} /> : '长期') },
  { key: 'acts', title: '操作', width: 148, card: 'acts', render: (grant) => <GrantActs grant={grant} /> },
  { key: 'decidedAt', title: '处理', isExtra: true, width: 160, render: ({ decidedAt, decidedBy }) => (decidedAt ? <>{decidedBy}<br /><InstantText value={decidedAt} /></> : '—') },
]
