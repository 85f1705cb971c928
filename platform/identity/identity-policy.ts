import { standardPasswordPolicy, type PasswordPolicy } from './passwords/password-policy.ts'

/** Values of 等保三级 8.1.4.1 身份鉴别 where the standard leaves them to the operator. */
export type IdentityPolicy = {
  readonly password: PasswordPolicy
  readonly hashIterations: number
  readonly lockAfterFailures: number
  readonly lockMinutes: number
  /** Failures that one address may have within `slowDownWindowMinutes` before it has to wait. */
  readonly freeFailuresByAddress: number
  readonly slowDownWindowMinutes: number
  readonly longestSlowDownSeconds: number
  readonly idleTimeoutMinutes: number
  readonly absoluteTimeoutHours: number
  /** Minutes in which a half-made sign-in (second factor, password change) must be finished. */
  readonly halfSignInMinutes: number
  /** Signing in ends the person's other sessions. */
  readonly isSingleSession: boolean
  /** Passwords that one process checks at once, the rest is told to try again; below the size of its connection pool. */
  readonly maxConcurrentChecks: number
}

export const standardIdentityPolicy: IdentityPolicy = Object.freeze({
  password: standardPasswordPolicy,
  hashIterations: 120_000,
  lockAfterFailures: 5,
  lockMinutes: 30,
  freeFailuresByAddress: 20,
  slowDownWindowMinutes: 15,
  longestSlowDownSeconds: 60,
  idleTimeoutMinutes: 30,
  absoluteTimeoutHours: 12,
  halfSignInMinutes: 10,
  isSingleSession: false,
  maxConcurrentChecks: 4,
})
