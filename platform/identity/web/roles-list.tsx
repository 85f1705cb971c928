import { Collapse, Tag } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { identityApi } from '../api.ts'

/** Every role; opened, what each of its permissions allows. */
export function RolesList() {
  const roles = useRead(identityApi, 'roles')
  if (roles.error && !roles.data) return <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />
  if (!roles.data) return <PageSkeleton />
  const items = roles.data.items.map((role) => ({
    key: role.code,
    label: (
      <span className="x-row">
        <b>{role.title}</b>
        {role.exclusionGroup && <Tag>互斥</Tag>}
        {role.requiresTotp && <Tag>须动态验证码</Tag>}
        <span className="x-soft">{role.description}</span>
      </span>
    ),
    extra: <PageLink to={`/users?role=${encodeURIComponent(role.code)}`} onClick={(event) => event.stopPropagation()}>{role.holders} 人</PageLink>,
    children: (
      <dl className="x-facts">
        {role.permissions.map(({ code, allows }) => (
          <div key={code} className="x-fact-wide">
            <dt className="x-mono">{code}</dt>
            <dd>{allows.join('；')}</dd>
          </div>
        ))}
      </dl>
    ),
  }))
  return <Section flush><Collapse ghost items={items} /></Section>
}
