// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType, GeneratedAlways } from 'kysely'

/** 审计记录，只增不改 */
export type AuditEntryTable = {
  /** 审计序号 */
  auditEntryId: GeneratedAlways<number>
  /** 发生时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 操作者类别：人员、系统、未登录 */
  actorKind: string
  /** 操作用户 */
  userId: string | null
  /** 操作者名称（当时） */
  actorName: string
  /** 动作 */
  action: string
  /** 结果：完成、拒绝、失败 */
  outcome: string
  /** 对象类别 */
  objectKind: string | null
  /** 对象编号 */
  objectId: string | null
  /** 拒绝或失败的原因 */
  reason: string | null
  /** 来源地址 */
  address: string | null
  /** 追踪号 */
  traceId: string
  /** 补充内容（不含口令与个人敏感信息） */
  details: ColumnType<unknown, string | undefined, string>
}

/** 文件登记，内容按 SM3 摘要存放在数据目录 */
export type FileTable = {
  /** 内容的 SM3 摘要 */
  sm3: string
  /** 字节数 */
  bytes: number
  /** 媒体类型 */
  mediaType: string
  /** 首次存入时的文件名 */
  fileName: string
  /** 存入时间 */
  storedAt: ColumnType<Date, Date | string, Date | string>
  /** 存入人 */
  storedBy: string | null
}

/** 锚点：各账本链头的签名声明，另存库外，只增不改 */
export type LedgerAnchorTable = {
  /** 锚点号，自 1 起连续 */
  anchorId: number
  /** 锚定时间 */
  anchoredAt: ColumnType<Date, Date | string, Date | string>
  /** 声明原文（规范化 JSON）：各账本的链头序号、摘要、条数 */
  statement: string
  /** 声明的 SM2 签名 */
  signature: string
  /** 签名密钥编号 */
  keyId: string
}

/** 封存链：每条账目的序号与链式摘要，只增不改 */
export type LedgerSealTable = {
  /** 账本名 */
  ledger: string
  /** 序号，自 1 起连续 */
  sequence: number
  /** 账目编号 */
  entryId: string
  /** 前一条的链式摘要（第一条为 64 个 0） */
  previousHash: string
  /** 本条的链式摘要（SM3） */
  hash: string
  /** 封存时间 */
  sealedAt: ColumnType<Date, Date | string, Date | string>
}

/** 待封存的账目，封存后移走 */
export type LedgerUnsealedTable = {
  /** 登记序号 */
  unsealedId: GeneratedAlways<number>
  /** 账本名 */
  ledger: string
  /** 账目编号 */
  entryId: string
}

/** 数据库迁移台账 */
export type MigrationTable = {
  /** 所有者（平台、主干、服务或子系统） */
  owner: string
  /** 迁移文件名 */
  name: string
  /** 文件内容摘要 */
  sha256: string
  /** 执行时间 */
  appliedAt: ColumnType<Date, Date | string | undefined, Date | string>
}

/** 口令历史，用于禁止重复使用 */
export type PasswordHistoryTable = {
  /** 序号 */
  passwordHistoryId: GeneratedAlways<number>
  /** 用户 */
  userId: string
  /** 口令摘要 */
  passwordHash: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
}

/** 角色 */
export type RoleTable = {
  /** 角色代码 */
  roleCode: string
  /** 角色名称 */
  title: string
  /** 角色说明 */
  description: string
  /** 互斥组：同组角色一人至多持有一个，空为不互斥；three-powers 为三权分立 */
  exclusionGroup: ColumnType<string, string | undefined, string>
  /** 是否须启用动态验证码后才生效 */
  requiresTotp: ColumnType<boolean, boolean | undefined, boolean>
  /** 是否已停用（程序不再定义） */
  isRetired: ColumnType<boolean, boolean | undefined, boolean>
  /** 是否须始终有人长期持有：最后一位持有人不得停用、注销或收回 */
  isAlwaysHeld: ColumnType<boolean, boolean | undefined, boolean>
}

/** 角色授予：申请、批准与收回 */
export type RoleGrantTable = {
  /** 授予编号 */
  roleGrantId: string
  /** 被授予的用户 */
  userId: string
  /** 角色代码 */
  roleCode: string
  /** 角色的互斥组（随角色变化） */
  exclusionGroup: string
  /** 状态：待批准、有效、不批准、已收回、已到期 */
  state: string
  /** 申请原因 */
  reason: string
  /** 申请人，空为系统初始化 */
  requestedBy: string | null
  /** 申请时间 */
  requestedAt: ColumnType<Date, Date | string, Date | string>
  /** 批准、不批准或收回的人 */
  decidedBy: string | null
  /** 批准、不批准或收回的时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 不批准或收回的原因 */
  decisionReason: string | null
  /** 有效期最后一日，空为长期 */
  validTo: string | null
  /** 外部审批依据（工单号与审批人），仅用于按外部工单授予 */
  decidedReference: string | null
}

/** 角色的权限 */
export type RolePermissionTable = {
  /** 角色代码 */
  roleCode: string
  /** 权限代码 */
  permission: string
}

/** 登录会话，只存令牌的摘要 */
export type SessionTable = {
  /** 会话编号 */
  sessionId: string
  /** 用户 */
  userId: string
  /** 会话令牌的 SM3 摘要 */
  tokenSm3: string
  /** 状态：待动态验证码、仅可更换口令、完全 */
  state: string
  /** 建立时间 */
  createdAt: ColumnType<Date, Date | string, Date | string>
  /** 最近活动时间 */
  lastSeenAt: ColumnType<Date, Date | string, Date | string>
  /** 最晚到期时间 */
  expiresAt: ColumnType<Date, Date | string, Date | string>
  /** 来源地址 */
  address: string
  /** 浏览器标识 */
  userAgent: string
  /** 结束时间 */
  endedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 结束原因 */
  endReason: string | null
}

/** 登录失败计数；按尝试的用户名记，不存在的用户名同样锁定，从应答看不出账号是否存在 */
export type SignInFailureTable = {
  /** 对象：user: 加小写用户名，或 address: 加来源地址 */
  subject: string
  /** 连续失败次数 */
  failures: ColumnType<number, number | undefined, number>
  /** 最近失败时间 */
  lastAt: ColumnType<Date, Date | string, Date | string>
  /** 拒绝登录到何时 */
  blockedUntil: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 动态验证码的恢复码，每个只能用一次 */
export type TotpRecoveryCodeTable = {
  /** 用户 */
  userId: string
  /** 恢复码的 SM3 摘要 */
  codeSm3: string
  /** 使用时间 */
  usedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 动态验证码密钥 */
export type TotpSecretTable = {
  /** 用户 */
  userId: string
  /** 加密后的密钥 */
  sealedSecret: string
  /** 申领时间 */
  issuedAt: ColumnType<Date, Date | string, Date | string>
  /** 确认启用时间，空为未启用 */
  confirmedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 最近用过的时间步，防止重放 */
  lastStep: ColumnType<number, number | undefined, number>
}

/** 用户账号 */
export type UserAccountTable = {
  /** 用户编号 */
  userId: string
  /** 类别：人员、服务账号 */
  kind: ColumnType<string, string | undefined, string>
  /** 用户名，不区分大小写唯一 */
  username: string
  /** 姓名或名称 */
  displayName: string
  /** 单位 */
  unit: ColumnType<string, string | undefined, string>
  /** 岗位 */
  post: ColumnType<string, string | undefined, string>
  /** 电话 */
  phone: string | null
  /** 邮箱 */
  email: string | null
  /** 状态：正常、停用、注销 */
  state: ColumnType<string, string | undefined, string>
  /** 最近一次状态变更的原因 */
  stateReason: string | null
  /** 口令摘要，含算法、迭代次数与盐；服务账号为空 */
  passwordHash: string | null
  /** 口令设置时间 */
  passwordChangedAt: ColumnType<Date, Date | string, Date | string>
  /** 下次登录须更换口令 */
  mustChangePassword: ColumnType<boolean, boolean | undefined, boolean>
  /** 服务账号令牌的 SM3 摘要；人员为空 */
  serviceTokenSm3: string | null
  /** 最近登录时间 */
  lastSignInAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 版本号，防止同时修改 */
  version: ColumnType<number, number | undefined, number>
  /** 创建时间 */
  createdAt: ColumnType<Date, Date | string, Date | string>
  /** 创建人 */
  createdBy: string | null
  /** 修改时间 */
  updatedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  updatedBy: string | null
}

export type PlatformTables = {
  'platform.auditEntry': AuditEntryTable
  'platform.file': FileTable
  'platform.ledgerAnchor': LedgerAnchorTable
  'platform.ledgerSeal': LedgerSealTable
  'platform.ledgerUnsealed': LedgerUnsealedTable
  'platform.migration': MigrationTable
  'platform.passwordHistory': PasswordHistoryTable
  'platform.role': RoleTable
  'platform.roleGrant': RoleGrantTable
  'platform.rolePermission': RolePermissionTable
  'platform.session': SessionTable
  'platform.signInFailure': SignInFailureTable
  'platform.totpRecoveryCode': TotpRecoveryCodeTable
  'platform.totpSecret': TotpSecretTable
  'platform.userAccount': UserAccountTable
}
