import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePermission, useSession } from '#web/kit/session/session.tsx'
import { identityApi, type UserDetail } from '../api.ts'
import type { IssuedPassword } from './initial-password-dialog.tsx'
import { ReasonSheet } from './reason-sheet.tsx'
import { UserFields, withoutEmptyContacts, type UserFieldValues } from './user-fields.tsx'

type Open = 'edit' | 'role' | 'suspend' | 'reopen' | 'close' | 'totp'

/** What may be done to an account; one's own is changed by others only. */
export function UserActs({ user, onIssued }: { user: UserDetail; onIssued: (issued: IssuedPassword) => void }) {
  const identity = useClient(identityApi)
  const may = usePermission()
  const isOwn = useSession().user.userId === user.userId
  const [open, setOpen] = useState<Open>()
  const params = { userId: user.userId }
  const { version, displayName } = user
  const reset = useAct(identityApi, 'resetPassword', { onDone: ({ initialPassword }) => onIssued({ displayName, initialPassword }) })
  const unlock = useAct(identityApi, 'unlockUser', { done: '已解除锁定' })
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    void identity.refresh()
  }
  const object = `${displayName}（${user.username}）`
  const manages = may('user:manage')
  const isOpenAccount = user.state !== 'closed'
  return (
    <>
      {manages && isOpenAccount && <Button onClick={() => setOpen('edit')}>修改</Button>}
      {may('role-grant:request') && isOpenAccount && !isOwn && <Button onClick={() => setOpen('role')}>申请角色</Button>}
      {user.isLocked && <ActButton permission="user:manage" onAct={() => unlock.mutateAsync({ params })}>解除锁定</ActButton>}
      {!isOwn && isOpenAccount && user.kind === 'person' && (
        <ActButton permission="user:manage" onAct={() => reset.mutateAsync({ params })} ask={{ act: '重置密码', object, consequence: '原密码立即失效，其全部会话结束。新的初始密码只显示一次。' }}>重置密码</ActButton>
      )}
      {!isOwn && user.hasTotp && may('totp:reset') && <Button onClick={() => setOpen('totp')}>清除动态验证码</Button>}
      {!isOwn && manages && user.state === 'active' && <Button danger onClick={() => setOpen('suspend')}>停用</Button>}
      {!isOwn && manages && user.state === 'suspended' && <Button onClick={() => setOpen('reopen')}>恢复</Button>}
      {!isOwn && manages && isOpenAccount && <Button danger onClick={() => setOpen('close')}>注销</Button>}

      <SideSheet isOpen={open === 'edit'} title={`修改 ${displayName}`} onClose={close}>
        <EntryForm<UserFieldValues>
          name={`user-${user.userId}-${version}`}
          initial={{ displayName, unit: user.unit, post: user.post, phone: user.phone, email: user.email }}
          submitText="保存"
          onCancel={close}
          onSubmit={(values) => identity.call.updateUser({ params, body: { version, ...withoutEmptyContacts(values) } })}
          onDone={done}
        >
          <UserFields />
        </EntryForm>
      </SideSheet>
      <SideSheet isOpen={open === 'role'} title={`为 ${displayName} 申请角色`} onClose={close} width={400}>
        <RoleRequestForm user={user} onDone={done} onClose={close} />
      </SideSheet>
      <ReasonSheet act="停用账号" consequence="账号不能再登录，其全部会话立即结束；角色保留，恢复后仍然有效。" isOpen={open === 'suspend'} onClose={close} onDone={done} onSubmit={(reason) => identity.call.suspendUser({ params, body: { version, reason } })} />
      <ReasonSheet act="恢复账号" consequence="账号可以重新登录，原有角色仍然有效。" isOpen={open === 'reopen'} onClose={close} onDone={done} onSubmit={(reason) => identity.call.reopenUser({ params, body: { version, reason } })} />
      <ReasonSheet act="注销账号" consequence={`${object} 将永远不能登录，角色全部收回，不可恢复；历史记录保留。`} isOpen={open === 'close'} onClose={close} onDone={done} onSubmit={(reason) => identity.call.closeUser({ params, body: { version, reason } })} />
      <ReasonSheet act="清除动态验证码" consequence="下次登录不再需要验证码；要求验证码的角色在重新启用前不生效。请先核实本人身份。" isOpen={open === 'totp'} onClose={close} onDone={done} onSubmit={(reason) => identity.call.resetTotp({ params, body: { reason } })} />
    </>
  )
}

type RoleRequestValues = { role: string; reason: string; validTo?: string }

function RoleRequestForm({ user, onDone, onClose }: { user: UserDetail; onDone: () => void; onClose: () => void }) {
  const identity = useClient(identityApi)
  const roles = useRead(identityApi, 'roles')
  const held = new Set(user.grants.filter(({ state }) => state === 'active' || state === 'pending').map(({ role }) => role.code))
  const options = (roles.data?.items ?? []).filter(({ code }) => !held.has(code)).map(({ code, title, description }) => ({ value: code, label: title, title: description }))
  return (
    <EntryForm<RoleRequestValues>
      name={`role-request-${user.userId}`}
      submitText="提交申请"
      onCancel={onClose}
      onSubmit={(body) => identity.call.requestRole({ params: { userId: user.userId }, body })}
      onDone={onDone}
    >
      <Field name="role" label="角色" required help="由安全管理员批准后生效"><Select options={options} loading={roles.isLoading} /></Field>
      <Field name="validTo" label="有效期至" help="不填为长期"><DateField /></Field>
      <Field name="reason" label="原因" required><Input.TextArea rows={3} maxLength={500} /></Field>
    </EntryForm>
  )
}
