import { useState } from 'react'
import { Button, Input } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PasswordDialog } from '#web/kit/session/password-dialog.tsx'
import { endSession, renewSession, useSession } from '#web/kit/session/session.tsx'
import { TotpDialog } from '#web/kit/session/totp-dialog.tsx'
import { identityApi } from '../api.ts'
import { SessionsTable } from './sessions-table.tsx'
import { roleTitles } from './user-looks.tsx'

export function AccountPage() {
  const identity = useClient(identityApi)
  const queries = useQueryClient()
  const { user, permissions } = useSession()
  const sessions = useRead(identityApi, 'mySessions')
  const endOne = useAct(identityApi, 'endMySession', { done: '会话已结束' })
  const endAll = useAct(identityApi, 'signOutEverywhere', { onDone: () => endSession(queries, '已在所有地方退出登录。') })
  const [open, setOpen] = useState<'password' | 'totp' | 'disable'>()
  const close = () => setOpen(undefined)
  return (
    <Page
      title="我的账号"
      actions={
        <>
          <Button onClick={() => setOpen('password')}>修改密码</Button>
          {user.hasTotp ? <Button onClick={() => setOpen('disable')}>停用动态验证码</Button> : <Button type="primary" onClick={() => setOpen('totp')}>启用动态验证码</Button>}
          <ActButton danger onAct={() => endAll.mutateAsync()} ask={{ act: '全部退出', object: `${user.displayName}（${user.username}）`, consequence: '所有浏览器上的会话都将结束，包括当前这一个。' }}>全部退出</ActButton>
        </>
      }
    >
      <div className="x-card x-section-body">
        <FactsGrid
          facts={[
            { label: '姓名', value: user.displayName },
            { label: '用户名', value: user.username },
            { label: '生效的角色', value: roleTitles(user.roles) },
            { label: '权限', value: `${permissions.length} 项` },
            { label: '动态验证码', value: user.hasTotp ? '已启用' : user.mustEnrolTotp ? '未启用：您有角色在启用后才生效' : '未启用' },
          ]}
        />
      </div>
      <Section title="会话" flush>
        <SessionsTable of={sessions} renderAct={({ sessionId, isCurrent }) => !isCurrent && <ActButton size="small" danger onAct={() => endOne.mutateAsync({ params: { sessionId } })}>结束</ActButton>} />
      </Section>
      <PasswordDialog isOpen={open === 'password'} onClose={close} />
      <TotpDialog isOpen={open === 'totp'} onClose={close} />
      <SideSheet isOpen={open === 'disable'} title="停用动态验证码" onClose={close} width={400}>
        <p>停用后登录只需密码，恢复码一并作废。要求动态验证码的角色不允许停用。</p>
        <EntryForm<{ password: string }>
          name="disable-totp"
          submitText="停用动态验证码"
          onCancel={close}
          onSubmit={(body) => identity.call.disableTotp({ body })}
          onDone={() => {
            close()
            void renewSession(queries)
          }}
        >
          <Field name="password" label="当前密码" required><Input.Password autoComplete="current-password" /></Field>
        </EntryForm>
      </SideSheet>
    </Page>
  )
}
