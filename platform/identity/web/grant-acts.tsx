import { useState } from 'react'
import { Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { usePermission, useSession } from '#web/kit/session/session.tsx'
import { identityApi, type RoleGrantAnswer } from '../api.ts'
import { ReasonSheet } from './reason-sheet.tsx'

/** Approve, refuse, revoke: what a security administrator does with a grant of somebody else. */
export function GrantActs({ grant }: { grant: RoleGrantAnswer }) {
  const identity = useClient(identityApi)
  const may = usePermission()
  const { userId } = useSession().user
  const [open, setOpen] = useState<'refuse' | 'revoke'>()
  const approve = useAct(identityApi, 'approveRole', { done: '已批准，对方须重新登录' })
  const params = { roleGrantId: grant.roleGrantId }
  const object = `${grant.displayName}：${grant.role.title}`
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    void identity.refresh()
  }
  const isOwn = grant.userId === userId
  return (
    <span className="x-row">
      {grant.state === 'pending' && !isOwn && (
        <>
          <ActButton size="small" type="primary" permission="role-grant:approve" onAct={() => approve.mutateAsync({ params })} ask={{ act: '批准授予', object, consequence: `申请人 ${grant.requestedBy}，原因：${grant.reason}。批准后立即生效，其现有会话结束。` }}>批准</ActButton>
          {may('role-grant:approve') && <Button size="small" onClick={() => setOpen('refuse')}>不批准</Button>}
        </>
      )}
      {(grant.state === 'active' || grant.state === 'pending') && may('role-grant:revoke') && <Button size="small" danger onClick={() => setOpen('revoke')}>收回</Button>}
      <ReasonSheet act="不批准授予" consequence={object} isOpen={open === 'refuse'} onClose={close} onDone={done} onSubmit={(reason) => identity.call.refuseRole({ params, body: { reason } })} />
      <ReasonSheet act="收回角色" consequence={`${object}。立即失效，其现有会话结束。`} isOpen={open === 'revoke'} onClose={close} onDone={done} onSubmit={(reason) => identity.call.revokeRole({ params, body: { reason } })} />
    </span>
  )
}
