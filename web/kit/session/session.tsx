import { createContext, useContext, type ReactNode } from 'react'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { ApiError } from '#shared/api-client.ts'
import type { Permission } from '#shared/define-api.ts'
import type { IdentityDoor, Me } from './identity-door.ts'

const IdentityContext = createContext<IdentityDoor | undefined>(undefined)
const SESSION_KEY = ['session'] as const
const ENDED_KEY = ['session-ended'] as const

export function IdentityProvider({ identity, children }: { identity: IdentityDoor; children: ReactNode }) {
  return <IdentityContext value={identity}>{children}</IdentityContext>
}

export function useIdentity(): IdentityDoor {
  const identity = useContext(IdentityContext)
  if (!identity) throw new Error('useIdentity is used outside IdentityProvider')
  return identity
}

/** `undefined` while it is being asked, `null` when nobody is signed in. */
export function useSessionState() {
  const identity = useIdentity()
  return useQuery<Me | null>({
    queryKey: SESSION_KEY,
    queryFn: async () => (await identity.me()) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.problem.status >= 400),
  })
}

/** The signed-in person; only inside the frame, where there is one. */
export function useSession(): Me {
  const me = useQueryClient().getQueryData<Me | null>(SESSION_KEY)
  if (!me) throw new Error('useSession is used where nobody is signed in')
  return me
}

/** `const may = usePermission(); may('work-order:close')` */
export function usePermission(): (permission: Permission) => boolean {
  const { permissions } = useSession()
  return (permission) => permits(permissions, permission)
}

export function permits(permissions: readonly string[], permission: Permission): boolean {
  return permission === 'public' || permission === 'signed-in' || permissions.includes(permission)
}

/** Ends the session on this side; the address stays, so signing in again returns to the same page. */
export function endSession(queries: QueryClient, reason: string): void {
  if (queries.getQueryData(SESSION_KEY) === null) return
  queries.setQueryData(ENDED_KEY, reason)
  queries.setQueryData(SESSION_KEY, null)
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] && queryKey[0] !== ENDED_KEY[0] })
}

/** Asks again who is signed in: after each step of signing in, and to keep a session alive. */
export async function renewSession(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: SESSION_KEY })
}

/** Why the last session ended, for the sign-in page. */
export function endedReason(queries: QueryClient): string | undefined {
  return queries.getQueryData<string>(ENDED_KEY)
}
