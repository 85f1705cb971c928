import { useState } from 'react'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { identityApi } from '../api.ts'
import { GrantsTable } from './grants-table.tsx'
import { InitialPasswordDialog, type IssuedPassword } from './initial-password-dialog.tsx'
import { UserActs } from './user-acts.tsx'
import { UserSessions } from './user-sessions.tsx'
import { UserStateTag } from './user-looks.tsx'

export function UserPage() {
  const { userId } = usePageParams('userId')
  const may = usePermission()
  const user = useRead(identityApi, 'user', { params: { userId } })
  const [issued, setIssued] = useState<IssuedPassword>()
  return (
    <>
      <DetailPage
        of={user}
        show={(one) => ({
          title: one.displayName,
          number: one.username,
          state: <UserStateTag {...one} />,
          actions: <UserActs user={one} onIssued={setIssued} />,
          facts: [
            { label: '类别', value: one.kind === 'person' ? '人员' : '服务账号' },
            { label: '单位', value: one.unit },
            { label: '岗位', value: one.post },
            { label: '电话', value: one.phone },
            { label: '邮箱', value: one.email },
            { label: '动态验证码', value: one.hasTotp ? '已启用' : '未启用' },
            { label: '密码', value: one.mustChangePassword ? '下次登录须更换' : <InstantText value={one.passwordChangedAt} /> },
            { label: '锁定到', value: one.lockedUntil && <InstantText value={one.lockedUntil} /> },
            { label: '最近登录', value: <InstantText value={one.lastSignInAt} /> },
            { label: '创建', value: <InstantText value={one.createdAt} /> },
            { label: '最近修改', value: <><InstantText value={one.updatedAt} /> {one.updatedBy}</> },
          ],
          tabs: [
            { key: 'grants', title: '角色', count: one.grants.filter(({ state }) => state === 'active').length, content: <GrantsTable grants={one.grants} /> },
            ...(may('session:read') && one.kind === 'person' ? [{ key: 'sessions', title: '会话', content: <UserSessions userId={userId} /> }] : []),
          ],
        })}
      />
      <InitialPasswordDialog issued={issued} onClose={() => setIssued(undefined)} />
    </>
  )
}
