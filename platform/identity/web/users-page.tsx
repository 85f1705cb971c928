import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { identityApi, userState } from '../api.ts'
import { InitialPasswordDialog, type IssuedPassword } from './initial-password-dialog.tsx'
import { UserFields, withoutEmptyContacts, type UserFieldValues } from './user-fields.tsx'
import { roleTitles, UserStateTag } from './user-looks.tsx'

type NewUserValues = UserFieldValues & { username: string; roles?: string[] }

export function UsersPage() {
  const identity = useClient(identityApi)
  const may = usePermission()
  const roles = useRead(identityApi, 'roles', { enabled: may('role:read') })
  const [isCreating, setCreating] = useState(false)
  const [issued, setIssued] = useState<IssuedPassword>()
  const roleOptions = (roles.data?.items ?? []).map(({ code, title }) => ({ value: code, label: title }))

  const create = async (values: NewUserValues) => {
    const { initialPassword } = await identity.call.createUser({ body: withoutEmptyContacts(values) })
    setIssued({ displayName: values.displayName, initialPassword })
    await identity.refresh()
  }
  return (
    <Page title="用户">
      <DataList
        name="users"
        noun="用户"
        source={identity.list('users')}
        rowKey={({ userId }) => userId}
        href={({ userId }) => `/users/${userId}`}
        searchHint="姓名、用户名、单位、岗位"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: userState.values.map((value) => ({ value, label: userState.titles[value] })) },
          ...(roleOptions.length > 0 ? [{ kind: 'choice' as const, key: 'role', label: '角色', options: roleOptions }] : []),
          { kind: 'choice', key: 'kind', label: '类别', options: [{ value: 'person', label: '人员' }, { value: 'service', label: '服务账号' }] },
        ]}
        columns={[
          { key: 'displayName', title: '姓名', canSort: true, card: 'heading' },
          { key: 'username', title: '用户名', canSort: true, render: ({ username }) => <span className="x-mono">{username}</span> },
          { key: 'unit', title: '单位', canSort: true },
          { key: 'post', title: '岗位', canSort: true },
          { key: 'roles', title: '角色', render: (user) => roleTitles(user.roles) },
          { key: 'state', title: '状态', canSort: true, width: 96, card: 'state', render: (user) => <UserStateTag {...user} /> },
          { key: 'hasTotp', title: '动态验证码', width: 96, render: ({ hasTotp }) => (hasTotp ? '已启用' : '未启用') },
          { key: 'lastSignInAt', title: '最近登录', canSort: true, width: 176, render: ({ lastSignInAt }) => <InstantText value={lastSignInAt} /> },
          { key: 'phone', title: '电话', isExtra: true },
          { key: 'email', title: '邮箱', isExtra: true },
        ]}
        actions={may('user:manage') && <Button type="primary" onClick={() => setCreating(true)}>新建用户</Button>}
        empty={{ what: '还没有用户', how: '由系统管理员新建。' }}
      />
      <SideSheet isOpen={isCreating} title="新建用户" onClose={() => setCreating(false)}>
        <EntryForm<NewUserValues> name="new-user" submitText="新建用户" onCancel={() => setCreating(false)} onSubmit={create} onDone={() => setCreating(false)}>
          <Field name="username" label="用户名" required help="字母开头，3–32 个字母、数字、点、下划线或短横线；建立后不能改"><Input maxLength={32} autoComplete="off" spellCheck={false} autoFocus /></Field>
          <UserFields />
          {may('role-grant:request') && <Field name="roles" label="申请角色" help="由安全管理员批准后生效"><Select mode="multiple" options={roleOptions} /></Field>}
        </EntryForm>
      </SideSheet>
      <InitialPasswordDialog issued={issued} onClose={() => setIssued(undefined)} />
    </Page>
  )
}
