import { Collapse, Tag } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { identityApi, roleGrantState } from '../api.ts'
import { grantColumns } from './grant-columns.tsx'

export function RolesPage() {
  const identity = useClient(identityApi)
  const roles = useRead(identityApi, 'roles')
  return (
    <Page title="角色与授权" lead="系统管理员申请，安全管理员批准；申请人与被授予人都不能批准。互斥的角色一人至多持有一个（三权分立）。">
      <h2>授权记录</h2>
      <DataList
        name="role-grants"
        noun="授权"
        prefix="grants"
        source={identity.list('roleGrants')}
        rowKey={({ roleGrantId }) => roleGrantId}
        href={({ userId }) => `/users/${userId}`}
        searchHint="姓名、用户名、角色"
        pageSize={20}
        filters={[{ kind: 'choice', key: 'state', label: '状态', options: roleGrantState.values.map((value) => ({ value, label: roleGrantState.titles[value] })) }]}
        columns={grantColumns}
        empty={{ what: '还没有授权记录', how: '系统管理员在用户详情页申请角色后出现在这里。' }}
      />
      <h2>角色</h2>
      {roles.data ? (
        <Section flush>
          <Collapse
            ghost
            items={roles.data.items.map((role) => ({
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
            }))}
          />
        </Section>
      ) : roles.error ? (
        <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </Page>
  )
}
