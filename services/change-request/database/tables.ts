// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType, GeneratedAlways } from 'kysely'

/** 每日备份时段，变更应避开 */
export type BackupHoursTable = {
  /** 子系统 */
  subsystem: string
  /** 开始（当日分钟数） */
  startsMinute: number
  /** 结束（当日分钟数，可跨午夜） */
  endsMinute: number
  /** 修改时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  changedBy: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 变更前后对部件的检查 */
export type CheckRunTable = {
  /** 巡检工单 */
  workOrderId: string
  /** 发起的先后 */
  checkNo: GeneratedAlways<number>
  /** 变更单 */
  requestId: string
  /** 变更前或变更后 */
  side: string
  /** 部件 */
  componentId: string
  /** 发起时间 */
  openedAt: ColumnType<Date, Date | string, Date | string>
  /** 完成时间 */
  closedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 巡检编号 */
  run: ColumnType<string, string | undefined, string>
  /** 巡检记录 */
  evidenceId: string | null
  /** 各检查项的结论与取值 */
  items: ColumnType<unknown, string | undefined, string>
}

/** 随变更单编辑、复核并发布到执法系统的内容 */
export type ContentDraftTable = {
  /** 内容稿标识 */
  contentDraftId: string
  /** 变更单 */
  requestId: string
  /** 内容种类 */
  kind: string
  /** 内容代码 */
  code: string
  /** 名称 */
  title: string
  /** 正文 */
  body: ColumnType<unknown, string, string>
  /** 正文的 SM3 摘要 */
  contentSm3: string
  /** 编辑所依据的目标系统版本号，零为新内容 */
  basis: number
  /** 编辑所依据的版本全文，用于对照 */
  basisContent: ColumnType<unknown, string | null | undefined, string | null>
  /** 生效日期 */
  validFrom: string
  /** 状态：编辑中、已复核、发布中、已发布、被目标拒绝、撤回中、已撤回、已放弃 */
  state: string
  /** 编辑时间 */
  editedAt: ColumnType<Date, Date | string, Date | string>
  /** 编辑人 */
  editedBy: string
  /** 编辑人姓名（当时） */
  editedByName: string
  /** 复核时间 */
  reviewedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 复核人 */
  reviewedBy: string | null
  /** 复核人姓名（当时） */
  reviewedByName: string | null
  /** 复核意见 */
  reviewNote: ColumnType<string, string | undefined, string>
  /** 发布标识，同一标识在目标系统只发布一次 */
  publishKey: string | null
  /** 目标系统给出的版本号 */
  publishedVersion: number | null
  /** 发布时间 */
  publishedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 从网页端与移动端读回的版本与摘要 */
  readBack: ColumnType<unknown, string | null | undefined, string | null>
  /** 最近一次与目标系统往来的结果 */
  lastNote: ColumnType<string, string | undefined, string>
  /** 发布证据 */
  evidenceId: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 变更工作量（人日），只增不改；更正以负数另记 */
export type EffortEntryTable = {
  /** 记录标识（由提交方给定，重复提交只记一次） */
  effortEntryId: string
  /** 变更单 */
  requestId: string
  /** 工作日期 */
  workedOn: string
  /** 工作人 */
  workerId: string
  /** 工作人姓名（当时） */
  workerName: string
  /** 人日，更正为负 */
  days: string
  /** 工作内容，或更正原因 */
  note: string
  /** 登记时间 */
  recordedAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  recordedBy: string | null
}

/** 因变更而过时的文档，直至有人更新并附证明 */
export type StaleDocumentTable = {
  /** 变更单 */
  requestId: string
  /** 文档种类 */
  document: string
  /** 标记为过时的时间（发布时） */
  markedAt: ColumnType<Date, Date | string, Date | string>
  /** 更新时间 */
  updatedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 更新人 */
  updatedBy: string | null
  /** 更新人姓名（当时） */
  updatedByName: string | null
  /** 更新证明 */
  evidenceId: string | null
}

/** 变更的实施步骤与证明，只增不改 */
export type StepTable = {
  /** 步骤标识（由提交方给定，重复提交只记一次） */
  stepId: string
  /** 登记的先后 */
  stepNo: GeneratedAlways<number>
  /** 变更单 */
  requestId: string
  /** 步骤：回退演练、测试、开始发布、发布结果、紧急变更补录、紧急变更复核 */
  kind: string
  /** 发生时间 */
  happenedAt: ColumnType<Date, Date | string, Date | string>
  /** 结果 */
  outcome: string
  /** 发布的版本号 */
  releaseVersion: ColumnType<string, string | undefined, string>
  /** 说明 */
  note: string
  /** 移交甲方的成果（源代码、安装包、技术文档及存放处） */
  deliverables: ColumnType<string, string | undefined, string>
  /** 证据 */
  evidenceId: string
  /** 登记时间 */
  recordedAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  recordedBy: string | null
  /** 登记人姓名（当时） */
  recordedByName: string
}

/** 标准变更模板（经批准后，按模板办理的变更无须逐次审批） */
export type TemplateTable = {
  /** 模板标识 */
  templateId: string
  /** 名称 */
  title: string
  /** 变更性质 */
  nature: string
  /** 预先批准的内容：实施步骤、回退方案、测试方案、影响、须更新的文档 */
  form: ColumnType<unknown, string, string>
  /** 设立理由 */
  reason: string
  /** 起草人 */
  draftedBy: string
  /** 起草人姓名（当时） */
  draftedByName: string
  /** 起草时间 */
  draftedAt: ColumnType<Date, Date | string, Date | string>
  /** 批准人 */
  approvedBy: string | null
  /** 批准人姓名（当时） */
  approvedByName: string | null
  /** 批准时间 */
  approvedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 停用时间 */
  retiredAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

export type ChangeRequestTables = {
  'changeRequest.backupHours': BackupHoursTable
  'changeRequest.checkRun': CheckRunTable
  'changeRequest.contentDraft': ContentDraftTable
  'changeRequest.effortEntry': EffortEntryTable
  'changeRequest.staleDocument': StaleDocumentTable
  'changeRequest.step': StepTable
  'changeRequest.template': TemplateTable
}
