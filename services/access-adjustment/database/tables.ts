// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType } from 'kysely'

/** 对一个账号的一项调整：试运行、调整前快照、执行、读回的调整后快照 */
export type AdjustmentTable = {
  /** 调整标识，也是交给目标系统的幂等标识 */
  adjustmentId: string
  /** 执行工单 */
  workOrderId: string
  /** 申请单 */
  requestId: string | null
  /** 申请单版次 */
  formVersion: number | null
  /** 单内次序 */
  position: number
  /** 对象（账号维护接口部件） */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 账号 */
  account: string
  /** 缘由：申请单、到期收回、撤销 */
  cause: string
  /** 调整内容 */
  change: ColumnType<unknown, string, string>
  /** 状态：待执行、执行中、已执行、未执行 */
  state: string
  /** 试运行所依据的账号版本 */
  basis: string | null
  /** 调整前的账号，空为没有 */
  accountBefore: ColumnType<unknown, string | null | undefined, string | null>
  /** 试运行得出的结果 */
  accountPlanned: ColumnType<unknown, string | null | undefined, string | null>
  /** 试运行列出的步骤 */
  steps: ColumnType<unknown, string | undefined, string>
  /** 读回的账号 */
  accountAfter: ColumnType<unknown, string | null | undefined, string | null>
  /** 目标的回答：本次执行、此前已执行 */
  outcome: string | null
  /** 未执行的原因 */
  reason: ColumnType<string, string | undefined, string>
  /** 尝试次数 */
  attempts: ColumnType<number, number | undefined, number>
  /** 列入时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 试运行时间 */
  plannedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 办结时间 */
  settledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 期初账号：接管之前已有的账号，经确认后作为核对的起点 */
export type BaselineTable = {
  /** 期初标识 */
  baselineId: string
  /** 对象 */
  componentId: string
  /** 依据 */
  reason: string
  /** 账号数 */
  accounts: number
  /** 取得时间 */
  takenAt: ColumnType<Date, Date | string, Date | string>
  /** 确认人 */
  takenBy: string | null
  /** 确认人姓名 */
  takenByName: string
  /** 证据 */
  evidenceId: string
}

/** 审批前的试运行：每行的现状、结果与问题，不写入目标 */
export type DryRunTable = {
  /** 申请单 */
  requestId: string
  /** 版次 */
  formVersion: number
  /** 试运行时间 */
  ranAt: ColumnType<Date, Date | string, Date | string>
  /** 试运行人 */
  ranBy: string | null
  /** 试运行人姓名 */
  ranByName: string
  /** 各行结果 */
  lines: ColumnType<unknown, string, string>
}

/** 按单据应有的账号：期初加上已执行的申请单 */
export type ExpectedAccountTable = {
  /** 对象 */
  componentId: string
  /** 账号 */
  account: string
  /** 应有的状态与角色 */
  facts: ColumnType<unknown, string, string>
  /** 来自期初 */
  baselineId: string | null
  /** 来自最近一次调整 */
  adjustmentId: string | null
  /** 变更时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
}

/** 最近一次核对读到的账号（投影，随核对重写） */
export type LiveAccountTable = {
  /** 对象 */
  componentId: string
  /** 账号 */
  account: string
  /** 账号内容 */
  facts: ColumnType<unknown, string, string>
  /** 读到的时间 */
  seenAt: ColumnType<Date, Date | string, Date | string>
}

/** 最近一次读到的角色清单（投影） */
export type LiveRoleTable = {
  /** 对象 */
  componentId: string
  /** 角色代码 */
  role: string
  /** 角色名称 */
  title: string
  /** 是否特权 */
  isPrivileged: boolean
  /** 互斥组 */
  exclusionGroup: string | null
  /** 读到的时间 */
  seenAt: ColumnType<Date, Date | string, Date | string>
}

/** 账户权限核对：在用账号与单据的比对 */
export type ReviewTable = {
  /** 核对标识 */
  reviewId: string
  /** 核对编号 */
  number: string
  /** 类别：每周、季度、临时 */
  kind: string
  /** 子系统 */
  subsystem: string
  /** 所属期间 */
  periodKey: string | null
  /** 工单 */
  workOrderId: string
  /** 核对时间 */
  takenAt: ColumnType<Date, Date | string, Date | string>
  /** 是否读到全部对象 */
  isComplete: boolean
  /** 各对象账号数、各类不符数与发现项 */
  summary: ColumnType<unknown, string, string>
  /** 证据 */
  evidenceId: string
}

/** 核对发现的不符 */
export type ReviewItemTable = {
  /** 核对 */
  reviewId: string
  /** 次序 */
  position: number
  /** 对象 */
  componentId: string
  /** 账号 */
  account: string
  /** 类别：有变化无单、有单无变化、孤儿、离岗未清、超权、过期 */
  kind: string
  /** 内容 */
  title: string
}

/** 盖章的复核表扫描件，只增不改 */
export type ReviewScanTable = {
  /** 扫描件标识 */
  reviewScanId: string
  /** 所对应的文档版本 */
  reviewSheetId: string
  /** 内容摘要 */
  sm3: string
  /** 文件名 */
  fileName: string
  /** 上传时间 */
  uploadedAt: ColumnType<Date, Date | string, Date | string>
  /** 上传人 */
  uploadedBy: string | null
  /** 上传人姓名 */
  uploadedByName: string
  /** 证据 */
  evidenceId: string
}

/** 账户权限复核表的各个版本，供甲方盖章 */
export type ReviewSheetTable = {
  /** 文档标识 */
  reviewSheetId: string
  /** 核对 */
  reviewId: string
  /** 版本 */
  version: number
  /** 文档内容 */
  model: ColumnType<unknown, string, string>
  /** 内容的 SM3 摘要，印在页脚 */
  modelSm3: string
  /** 生成时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
}

/** 审批与分离规则的版本：审批路线与职责分离规则，一人提出、另一人批准，自生效日期起用于此后提交的单据 */
export type RuleVersionTable = {
  /** 版本标识 */
  ruleVersionId: string
  /** 子系统，空为通用 */
  subsystem: ColumnType<string, string | undefined, string>
  /** 版次，在各子系统内递增 */
  version: number
  /** 生效日期 */
  effectiveOn: string
  /** 一般权限的审批步骤：名称、角色、逾期退回的工作日数；空为用通用路线 */
  ordinary: ColumnType<unknown, string, string>
  /** 特权的审批步骤；空为用通用路线 */
  privileged: ColumnType<unknown, string, string>
  /** 职责分离规则：一人不得同时持有的两个角色、名称、依据；子系统的与通用的一并适用 */
  exclusions: ColumnType<unknown, string, string>
  /** 理由 */
  reason: string
  /** 状态：待批准、已批准、不批准、已撤回 */
  state: string
  /** 提出时间 */
  proposedAt: ColumnType<Date, Date | string, Date | string>
  /** 提出人，空为随产品提供 */
  proposedBy: string | null
  /** 提出人姓名 */
  proposedByName: string
  /** 批准、不批准或撤回的时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 批准人，不得为提出人 */
  decidedBy: string | null
  /** 批准人姓名 */
  decidedByName: ColumnType<string, string | undefined, string>
  /** 批准意见 */
  note: ColumnType<string, string | undefined, string>
}

/** 各对象的到期规则；没有设置的到时即收回，提前一天提醒 */
export type TargetSettingTable = {
  /** 账号维护接口部件 */
  componentId: string
  /** 到期后的宽限分钟数，宽限期满才收回 */
  graceMinutes: number
  /** 到期前提醒的分钟数，不足一半期限的按剩余期限的四分之一 */
  remindMinutes: number
  /** 理由 */
  reason: string
  /** 修改次数 */
  version: ColumnType<number, number | undefined, number>
  /** 修改时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  changedBy: string | null
}

/** 限期授权：从批准之时（指定生效日期的，从当日零时）起算，到时收回并读回证明 */
export type TimedGrantTable = {
  /** 授权标识 */
  timedGrantId: string
  /** 授予它的调整 */
  adjustmentId: string
  /** 对象 */
  componentId: string
  /** 账号 */
  account: string
  /** 角色 */
  role: string
  /** 起算时间（批准或生效时间） */
  startsAt: ColumnType<Date, Date | string, Date | string>
  /** 截止时间 */
  endsAt: ColumnType<Date, Date | string, Date | string>
  /** 状态：有效、收回中、已收回、已被后续调整取代 */
  state: string
  /** 提醒时间 */
  remindedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 收回工单 */
  workOrderId: string | null
  /** 收回或被取代的时间 */
  settledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
}

export type AccessAdjustmentTables = {
  'accessAdjustment.adjustment': AdjustmentTable
  'accessAdjustment.baseline': BaselineTable
  'accessAdjustment.dryRun': DryRunTable
  'accessAdjustment.expectedAccount': ExpectedAccountTable
  'accessAdjustment.liveAccount': LiveAccountTable
  'accessAdjustment.liveRole': LiveRoleTable
  'accessAdjustment.review': ReviewTable
  'accessAdjustment.reviewItem': ReviewItemTable
  'accessAdjustment.reviewScan': ReviewScanTable
  'accessAdjustment.reviewSheet': ReviewSheetTable
  'accessAdjustment.ruleVersion': RuleVersionTable
  'accessAdjustment.targetSetting': TargetSettingTable
  'accessAdjustment.timedGrant': TimedGrantTable
}
