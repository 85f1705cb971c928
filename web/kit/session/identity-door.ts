/**
 * What the frame needs of whoever keeps the accounts. The console fills it from `platform/identity/api.ts`, a
 * subsystem from its own users.
 */
export type IdentityDoor = {
  /** The signed-in person, or undefined when nobody is. Also tells the server that the person is still there. */
  readonly me: () => Promise<Me | undefined>
  readonly signIn: (body: { username: string; password: string }) => Promise<{ state: SignInState }>
  readonly totp: (body: { code: string }) => Promise<{ state: SignInState }>
  readonly changePassword: (body: { currentPassword: string; newPassword: string }) => Promise<{ state: SignInState }>
  readonly signOut: () => Promise<unknown>
  readonly enrolTotp: () => Promise<{ otpauthUrl: string; secret: string; qrSvg: string }>
  /** Recovery codes are shown once. */
  readonly confirmTotp: (body: { code: string }) => Promise<{ recoveryCodes: readonly string[] }>
  /** Shown before the person types a new password. */
  readonly passwordRules: readonly string[]
}

export type SignInState = 'signed-in' | 'totp-needed' | 'password-change-needed'

export type Me = {
  user: {
    userId: string
    username: string
    displayName: string
    roles: ReadonlyArray<{ code: string; title: string }>
    mustChangePassword: boolean
    hasTotp: boolean
    /** A role of this person rests until the second factor is enrolled: the enrolment is offered first. */
    mustEnrolTotp: boolean
  }
  permissions: readonly string[]
  idleTimeoutMinutes: number
}
