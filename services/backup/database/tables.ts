// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType } from 'kysely'

/** 备份目录：写成的每份归档，只增不改 */
export type ArchiveTable = {
  /** 归档标识，与写它的作业相同 */
  archiveId: string
  /** 备份对象 */
  sourceKey: string
  /** 备份对象名称 */
  sourceTitle: string
  /** 子系统；centre 为运维中心自身 */
  subsystem: string
  /** 内容：PostgreSQL 归档、SQL、文件、密钥、PostgreSQL 物理备份 */
  content: string
  /** 数据库种类 */
  engine: string
  /** 服务器版本 */
  serverVersion: string
  /** 所用工具 */
  tool: string
  /** 工具版本 */
  toolVersion: string
  /** 存储位置 */
  storage: string
  /** 在存储中的名称 */
  objectName: string
  /** 归档字节数 */
  bytes: number
  /** 压缩前字节数 */
  rawBytes: number
  /** 归档文件的 SM3 摘要 */
  sm3: string
  /** 封存归档密钥的主密钥编号；空串为只能用托管口令打开 */
  keyId: string
  /** 可打开它的托管密钥 */
  escrowId: string | null
  /** 表数（文件类为目录数） */
  tableCount: number
  /** 总行数（文件类为文件数） */
  rowCount: number
  /** 导出时同一快照内各表行数、内容摘要、结构摘要与业务场景答案 */
  tally: ColumnType<unknown, string, string>
  /** 结构摘要 */
  structureSm3: string
  /** 所依据的统一备份要求版本；空为未提供 */
  policyVersion: string | null
  /** 数据所属的时刻 */
  snapshotAt: ColumnType<Date, Date | string, Date | string>
  /** 开始时间 */
  startedAt: ColumnType<Date, Date | string, Date | string>
  /** 写成时间 */
  endedAt: ColumnType<Date, Date | string, Date | string>
  /** 物理备份：库组、标签、全量或差异、所依赖的全量、WAL 与 LSN 范围、备份期间有写入而不核对的表；其他归档为空 */
  physical: ColumnType<unknown, string | null | undefined, string | null>
}

/** 异地副本：写到异地后读回核对过摘要的归档，只增不改 */
export type ArchiveCopyTable = {
  /** 归档 */
  archiveId: string
  /** 异地存储 */
  remoteTargetId: string
  /** 从异地读回的字节的 SM3 摘要 */
  sm3: string
  /** 核对完成时间 */
  copiedAt: ColumnType<Date, Date | string, Date | string>
}

/** 异地删除：到期的归档在异地存储上删除并查过确已不在，只增不改 */
export type CopyRemovalTable = {
  /** 归档 */
  archiveId: string
  /** 异地存储 */
  remoteTargetId: string
  /** 查过的时间 */
  removedAt: ColumnType<Date, Date | string, Date | string>
}

/** 托管密钥：由托管口令导出，主密钥丢失时用它打开归档；口令本身不在库中，只增不改 */
export type EscrowKeyTable = {
  /** 托管密钥编号 */
  escrowId: string
  /** 由口令导出密钥所用的盐 */
  salt: string
  /** 以主密钥加密的托管密钥，每日备份时使用 */
  sealed: string
  /** 生成时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 生成人 */
  madeBy: string | null
  /** 生成人姓名 */
  madeByName: string
}

/** 留存保全：因审计、诉讼等不得按期删除的归档 */
export type LegalHoldTable = {
  /** 保全标识 */
  legalHoldId: string
  /** 归档 */
  archiveId: string
  /** 理由 */
  reason: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人姓名 */
  setByName: string
  /** 解除时间 */
  releasedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 解除人姓名 */
  releasedByName: string | null
}

/** 综合事务中心的统一备份要求（合同 M7-03），只增不改；没有一份时如实标注缺失 */
export type PolicyTable = {
  /** 要求标识 */
  policyId: string
  /** 版本 */
  version: string
  /** 名称 */
  title: string
  /** 文件的 SM3 摘要 */
  sm3: string
  /** 文件名 */
  fileName: string
  /** 载入时间 */
  loadedAt: ColumnType<Date, Date | string, Date | string>
  /** 载入人 */
  loadedBy: string | null
  /** 载入人姓名 */
  loadedByName: string
  /** 恢复用时目标（分钟），空为要求中没有写明 */
  rtoMinutes: number | null
  /** 数据丢失窗口目标（分钟），空为要求中没有写明 */
  rpoMinutes: number | null
}

/** 异地存储：以 SFTP 到达的目录，或 S3 兼容对象存储的桶 */
export type RemoteTargetTable = {
  /** 异地存储标识 */
  remoteTargetId: string
  /** 名称 */
  title: string
  /** SFTP：地址、账户、目录与主机密钥指纹；S3：地址、区域、桶、寻址方式、前缀与证书 */
  settings: ColumnType<unknown, string, string>
  /** 加密的口令、私钥或访问密钥 */
  secretsSealed: string
  /** 登记时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人姓名 */
  setByName: string
  /** 是否停用 */
  isRetired: ColumnType<boolean, boolean | undefined, boolean>
}

/** 到期删除：按保留规则从存储中删除的归档，只增不改；目录中的记录留存 */
export type RemovalTable = {
  /** 归档 */
  archiveId: string
  /** 理由 */
  reason: string
  /** 删除时间 */
  removedAt: ColumnType<Date, Date | string, Date | string>
}

/** 备份作业：对一个备份对象的一次备份 */
export type RunTable = {
  /** 作业标识 */
  runId: string
  /** 编号 */
  number: string
  /** 备份对象 */
  sourceKey: string
  /** 备份对象名称 */
  sourceTitle: string
  /** 子系统；centre 为运维中心自身 */
  subsystem: string
  /** 登记的备份集 */
  componentId: string | null
  /** 所属工单 */
  workOrderId: string | null
  /** 状态：进行中、成功、失败、未检（缺工具等） */
  state: string
  /** 归档在存储中的名称 */
  objectName: string
  /** 已导出的字节数（压缩前） */
  rawBytes: ColumnType<number, number | undefined, number>
  /** 失败或未检的原因与处置 */
  problem: ColumnType<string, string | undefined, string>
  /** 作业日志 */
  log: ColumnType<string, string | undefined, string>
  /** 开始时间 */
  startedAt: ColumnType<Date, Date | string, Date | string>
  /** 最近一次报告仍在进行的时间 */
  heartbeatAt: ColumnType<Date, Date | string, Date | string>
  /** 结束时间 */
  endedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 恢复副本：从归档恢复到私有实例的一份临时数据，到期即删 */
export type ScratchCopyTable = {
  /** 副本标识 */
  scratchCopyId: string
  /** 归档 */
  archiveId: string
  /** 所属工单 */
  workOrderId: string | null
  /** 数据目录 */
  folder: string
  /** 加密的连接方式 */
  connectionSealed: string | null
  /** 开始时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 到期时间 */
  expiresAt: ColumnType<Date, Date | string, Date | string>
  /** 删除时间 */
  removedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 备份检查：从存储读回一份归档所证明的，只增不改 */
export type VerificationTable = {
  /** 检查标识 */
  verificationId: string
  /** 归档 */
  archiveId: string
  /** 所属工单 */
  workOrderId: string | null
  /** 级别：1 在位、2 可读、3 可恢复、4 计时演练 */
  level: number
  /** 结论：通过、不通过、未检 */
  verdict: string
  /** 逐条结果 */
  lines: ColumnType<unknown, string, string>
  /** 从哪里读回 */
  storage: string
  /** 实测恢复用时（秒） */
  rtoSeconds: number | null
  /** 实测数据丢失窗口（秒） */
  rpoSeconds: number | null
  /** 开始时间 */
  startedAt: ColumnType<Date, Date | string, Date | string>
  /** 结束时间 */
  endedAt: ColumnType<Date, Date | string, Date | string>
}

export type BackupTables = {
  'backup.archive': ArchiveTable
  'backup.archiveCopy': ArchiveCopyTable
  'backup.copyRemoval': CopyRemovalTable
  'backup.escrowKey': EscrowKeyTable
  'backup.legalHold': LegalHoldTable
  'backup.policy': PolicyTable
  'backup.remoteTarget': RemoteTargetTable
  'backup.removal': RemovalTable
  'backup.run': RunTable
  'backup.scratchCopy': ScratchCopyTable
  'backup.verification': VerificationTable
}
