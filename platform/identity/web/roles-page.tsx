import { Tabs } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { identityApi, roleGrantState } from '../api.ts'
import { grantColumns } from './grant-columns.tsx'
import { RolesList } from './roles-list.tsx'

export function RolesPage() {
  const [address, change] = useAddress()
  const tabs = [
    { key: 'grants', label: '授权记录', children: <Grants /> },
    { key: 'roles', label: '角色与权限', children: <RolesList /> },
  ]
  return (
    <Page title="角色与授权" lead="系统管理员申请，安全管理员批准；申请人与被授予人都不能批准。互斥的角色一人至多持有一个（三权分立）。">
      <Tabs activeKey={address['tab'] === 'roles' ? 'roles' : 'grants'} onChange={(key) => change({ tab: key })} items={tabs} />
    </Page>
  )
}

function Grants() {
  const identity = useClient(identityApi)
  return (
    <DataList
      name="role-grants"
      noun="授权"
      prefix="grants"
      source={identity.list('roleGrants')}
      rowKey={({ roleGrantId }) => roleGrantId}
      href={({ userId }) => `/users/${userId}`}
      searchHint="姓名、用户名、角色"
      filters={[{ kind: 'choice', key: 'state', label: '状态', options: roleGrantState.values.map((value) => ({ value, label: roleGrantState.titles[value] })) }]}
      columns={grantColumns}
      empty={{ what: '还没有授权记录', how: '系统管理员在用户详情页申请角色后出现在这里。' }}
    />
  )
}
