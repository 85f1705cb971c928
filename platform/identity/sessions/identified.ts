import type { Actor } from '#platform/context/context.ts'

/** A half-made session (`totp-pending`, `password-change-only`) acts as nobody; only the verbs that finish it see it. */
export type SessionState = 'totp-pending' | 'password-change-only' | 'full'

/** Who stands behind a token. A service account has no session. */
export type Identified = {
  readonly person: Extract<Actor, { kind: 'person' }>
  readonly session?: { readonly sessionId: string; readonly state: SessionState; readonly lastSeenAt: Date; readonly expiresAt: Date }
}
