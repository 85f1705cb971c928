import { useAct } from '#web/kit/client/use-act.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { identityApi } from '../api.ts'
import { SessionsTable } from './sessions-table.tsx'

/** The sessions of somebody else, for administrators. */
export function UserSessions({ userId }: { userId: string }) {
  const sessions = useRead(identityApi, 'sessions', { params: { userId } })
  const end = useAct(identityApi, 'endSession', { done: '会话已结束' })
  return (
    <SessionsTable
      of={sessions}
      renderAct={({ sessionId }) => <ActButton size="small" danger permission="session:end" onAct={() => end.mutateAsync({ params: { sessionId } })}>结束</ActButton>}
    />
  )
}
