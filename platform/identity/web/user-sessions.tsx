import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { identityApi } from '../api.ts'
import { SessionsTable } from './sessions-table.tsx'

/** The sessions of somebody else, for administrators. */
export function UserSessions({ userId }: { userId: string }) {
  const identity = useClient(identityApi)
  const sessions = identity.useRead('sessions', { params: { userId } })
  const end = identity.useAct('endSession', { done: '会话已结束' })
  return (
    <SessionsTable
      of={sessions}
      renderAct={({ sessionId }) => <ActButton size="small" danger permission="session:end" onAct={() => end.mutateAsync({ params: { sessionId } })}>结束</ActButton>}
    />
  )
}
