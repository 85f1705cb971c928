import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Tables of the schema `platform`, in the spelling that Kysely's camel case plugin turns into the database's. */
export type PlatformTables = {
  'platform.auditEntry': PlatformAuditEntry
  'platform.file': PlatformFile
  'platform.passwordHistory': PlatformPasswordHistory
  'platform.role': PlatformRole
  'platform.roleGrant': PlatformRoleGrant
  'platform.rolePermission': PlatformRolePermission
  'platform.session': PlatformSession
  'platform.signInFailure': PlatformSignInFailure
  'platform.totpRecoveryCode': PlatformTotpRecoveryCode
  'platform.totpSecret': PlatformTotpSecret
  'platform.userAccount': PlatformUserAccount
}

type Json = ColumnType<Record<string, unknown>, string, string>

export type PlatformAuditEntry = {
  auditEntryId: GeneratedAlways<number>
  at: Date
  actorKind: string
  userId: string | null
  actorName: string
  action: string
  outcome: string
  objectKind: string | null
  objectId: string | null
  reason: string | null
  address: string | null
  traceId: string
  details: Generated<Json>
}

export type PlatformFile = {
  sm3: string
  bytes: number
  mediaType: string
  fileName: string
  storedAt: Date
  storedBy: string | null
}

export type PlatformPasswordHistory = {
  passwordHistoryId: GeneratedAlways<number>
  userId: string
  passwordHash: string
  setAt: Date
}

export type PlatformRole = {
  roleCode: string
  title: string
  description: string
  exclusionGroup: Generated<string>
  requiresTotp: Generated<boolean>
  isRetired: Generated<boolean>
}

export type PlatformRoleGrant = {
  roleGrantId: string
  userId: string
  roleCode: string
  exclusionGroup: string
  state: string
  reason: string
  requestedBy: string | null
  requestedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  decisionReason: string | null
  validTo: string | null
}

export type PlatformRolePermission = {
  roleCode: string
  permission: string
}

export type PlatformSession = {
  sessionId: string
  userId: string
  tokenSm3: string
  state: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  address: string
  userAgent: string
  endedAt: Date | null
  endReason: string | null
}

export type PlatformSignInFailure = {
  subject: string
  failures: Generated<number>
  lastAt: Date
  blockedUntil: Date | null
}

export type PlatformTotpRecoveryCode = {
  userId: string
  codeSm3: string
  usedAt: Date | null
}

export type PlatformTotpSecret = {
  userId: string
  sealedSecret: string
  issuedAt: Date
  confirmedAt: Date | null
  lastStep: Generated<number>
}

export type PlatformUserAccount = {
  userId: string
  kind: Generated<string>
  username: string
  displayName: string
  unit: Generated<string>
  post: Generated<string>
  phone: string | null
  email: string | null
  state: Generated<string>
  stateReason: string | null
  passwordHash: string | null
  passwordChangedAt: Date
  mustChangePassword: Generated<boolean>
  serviceTokenSm3: string | null
  lastSignInAt: Date | null
  version: Generated<number>
  createdAt: Date
  createdBy: string | null
  updatedAt: Date
  updatedBy: string | null
}
