// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType, GeneratedAlways } from 'kysely'

/** 允许连接的地址清单（网段或主机，可带端口）；清单之外一律不连 */
export type AllowedAddressTable = {
  /** 地址 */
  entry: string
  /** 理由 */
  reason: string
  /** 加入时间 */
  addedAt: ColumnType<Date, Date | string, Date | string>
  /** 加入人 */
  addedBy: string | null
}

/** 判定结果：由事实推算的投影，可随时重算 */
export type AssessmentTable = {
  /** 应办事项标识 */
  occurrenceId: string
  /** 判定 */
  verdict: string
  /** 判定依据，逐条说明 */
  lines: ColumnType<unknown, string, string>
  /** 履行时刻 */
  fulfilledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 所依据事实的摘要 */
  factsSm3: string
  /** 判定时间 */
  assessedAt: ColumnType<Date, Date | string, Date | string>
}

/** 导入的年度工作日历（国务院办公厅放假安排），只增不改 */
export type CalendarYearTable = {
  /** 年份 */
  year: number
  /** 版本 */
  version: number
  /** 日历数据 */
  document: ColumnType<unknown, string, string>
  /** 导入时间 */
  importedAt: ColumnType<Date, Date | string, Date | string>
  /** 导入人 */
  importedBy: string | null
}

/** 被管系统的部件 */
export type ComponentTable = {
  /** 部件标识 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 类别：应用、数据库、中间件、主机、证书、备份集 */
  kind: string
  /** 代号 */
  name: string
  /** 名称 */
  title: string
  /** 重要程度：核心、一般、辅助 */
  criticality: ColumnType<string, string | undefined, string>
  /** 备注 */
  note: ColumnType<string, string | undefined, string>
  /** 是否已退役 */
  isRetired: ColumnType<boolean, boolean | undefined, boolean>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 登记时间 */
  registeredAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  registeredBy: string | null
}

/** 部件的连接方式；口令等以 SM4 加密存放，密钥文件在库外 */
export type ConnectionTable = {
  /** 部件标识 */
  componentId: string
  /** 连接器 */
  connector: string
  /** 地址与选项 */
  settings: ColumnType<unknown, string, string>
  /** 加密的凭据，只写不读 */
  secretsSealed: string | null
  /** 凭据更换时间 */
  secretsChangedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 超时与开销上限 */
  limits: ColumnType<unknown, string | undefined, string>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 修改时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  changedBy: string | null
  /** 最近一次试连时间 */
  triedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 最近一次试连结果 */
  triedOutcome: string | null
  /** 试连说明：目标的应答或失败原因 */
  triedNote: string | null
  /** 目标自报的产品与版本 */
  triedIdentity: string | null
  /** 最近一次只读证明时间 */
  readOnlyAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 账户是否只读 */
  readOnly: boolean | null
  /** 只读证明逐条 */
  readOnlyLines: ColumnType<unknown, string | null | undefined, string | null>
}

/** 合同 */
export type ContractTable = {
  /** 合同标识 */
  contractId: string
  /** 合同代号（数据文件夹名） */
  code: string
  /** 合同名称 */
  title: string
  /** 是否演示合同 */
  isDemonstration: boolean
  /** 履约开始日 */
  termFrom: string
  /** 履约结束日 */
  termTo: string
  /** 现行版本号 */
  currentVersion: number
  /** 最近载入时间 */
  loadedAt: ColumnType<Date, Date | string, Date | string>
  /** 载入人 */
  loadedBy: string | null
}

/** 合同数据的历次版本，只增不改 */
export type ContractVersionTable = {
  /** 合同标识 */
  contractId: string
  /** 版本号 */
  version: number
  /** 合同数据全文 */
  document: ColumnType<unknown, string, string>
  /** 合同数据的 SM3 摘要 */
  documentSm3: string
  /** 载入时间 */
  loadedAt: ColumnType<Date, Date | string, Date | string>
  /** 载入人 */
  loadedBy: string | null
}

/** 甲方决定（豁免、归并、缺省选择、顺延等），只增不改；撤销是另一条决定 */
export type DecisionTable = {
  /** 决定标识 */
  decisionId: string
  /** 合同标识 */
  contractId: string
  /** 类别 */
  kind: string
  /** 决定的对象 */
  subject: ColumnType<unknown, string, string>
  /** 理由 */
  reason: string
  /** 生效日 */
  effectiveOn: string
  /** 作出决定的人 */
  decidedByName: string
  /** 作出决定的日期 */
  decidedOn: string
  /** 证明文件 */
  proofSm3: string | null
  /** 被撤销的决定 */
  revokesDecisionId: string | null
  /** 登记时间 */
  recordedAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  recordedBy: string | null
}

/** 提醒的外发与送达证明 */
export type DeliveryTable = {
  /** 外发标识 */
  deliveryId: string
  /** 提醒标识 */
  inboxMessageId: string
  /** 渠道：邮件、网络回调 */
  channel: string
  /** 地址 */
  address: string
  /** 状态：待发、已送达、失败 */
  state: string
  /** 尝试次数 */
  attempts: ColumnType<number, number | undefined, number>
  /** 对方应答（送达证明） */
  answer: ColumnType<string, string | undefined, string>
  /** 产生时间 */
  createdAt: ColumnType<Date, Date | string, Date | string>
  /** 下次尝试时间；空为不再尝试 */
  nextAttemptAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 送达时间 */
  deliveredAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 证据，只增不改 */
export type EvidenceTable = {
  /** 证据标识 */
  evidenceId: string
  /** 证据类别 */
  kind: string
  /** 证据名称 */
  title: string
  /** 所证事项：合同、义务、条款、子系统、服务、工单等 */
  about: ColumnType<unknown, string, string>
  /** 证据内容原文（规范化 JSON），摘要按此文计算 */
  bodyText: string
  /** 证据内容，由原文生成，供查询 */
  body: GeneratedAlways<unknown>
  /** 内容原文的 SM3 摘要 */
  bodyHash: string
  /** 事实发生时间 */
  happenedAt: ColumnType<Date, Date | string, Date | string>
  /** 记录时间 */
  recordedAt: ColumnType<Date, Date | string, Date | string>
  /** 记录人，系统记录时为空 */
  recordedBy: string | null
  /** 记录人名称（当时） */
  recordedByName: string
  /** 来源：系统、人员、上一家运维单位 */
  origin: string
}

/** 证据所附的文件，只增不改 */
export type EvidenceFileTable = {
  /** 证据标识 */
  evidenceId: string
  /** 顺序，自 1 起 */
  position: number
  /** 文件内容的 SM3 摘要 */
  sm3: string
  /** 文件名 */
  fileName: string
  /** 媒体类型 */
  mediaType: string
  /** 字节数 */
  bytes: number
}

/** 证据链核验的进度与结果 */
export type EvidenceVerificationTable = {
  /** 核验标识 */
  evidenceVerificationId: string
  /** 发起时间 */
  requestedAt: ColumnType<Date, Date | string, Date | string>
  /** 发起人 */
  requestedBy: string | null
  /** 发起人名称（当时） */
  requestedByName: string
  /** 状态：待执行、进行中、已完成、未能完成 */
  state: string
  /** 已核验的账目与文件数 */
  checked: ColumnType<number, number | undefined, number>
  /** 应核验的账目与文件数 */
  expected: ColumnType<number, number | undefined, number>
  /** 结束时间 */
  finishedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 核验结果 */
  result: ColumnType<unknown, string | null | undefined, string | null>
  /** 未能完成的原因 */
  failure: string | null
}

/** 隐患与问题 */
export type FindingTable = {
  /** 隐患标识 */
  findingId: string
  /** 隐患编号 */
  number: string
  /** 来源（巡检、可用性监测等） */
  source: string
  /** 来源中的同一性标识：同一部件的同一检查项 */
  sourceKey: string
  /** 子系统 */
  subsystem: string
  /** 部件 */
  componentId: string | null
  /** 功能模块 */
  service: string
  /** 严重程度：关注、异常 */
  severity: string
  /** 内容 */
  title: string
  /** 状态：未消除、已消除、已接受 */
  state: string
  /** 责任人 */
  ownerId: string | null
  /** 整改期限 */
  dueAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 首次发现 */
  firstSeenAt: ColumnType<Date, Date | string, Date | string>
  /** 最近发现 */
  lastSeenAt: ColumnType<Date, Date | string, Date | string>
  /** 发现次数 */
  seenCount: ColumnType<number, number | undefined, number>
  /** 消除或接受时间 */
  closedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 证明消除的复检证据 */
  closedEvidenceId: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 隐患时间线，只增不改 */
export type FindingEventTable = {
  /** 序号 */
  findingEventId: GeneratedAlways<number>
  /** 隐患标识 */
  findingId: string
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 事件 */
  kind: string
  /** 操作者 */
  actorId: string | null
  /** 操作者名称 */
  actorName: string
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
  /** 证据 */
  evidenceId: string | null
}

/** 个人待办与提醒 */
export type InboxMessageTable = {
  /** 提醒标识 */
  inboxMessageId: string
  /** 接收人 */
  userId: string
  /** 类别：将到期、已逾期、被退回、报警等 */
  kind: string
  /** 同一提醒的标识，防止重复 */
  dedupeKey: string
  /** 标题 */
  title: string
  /** 内容 */
  content: ColumnType<string, string | undefined, string>
  /** 页面地址 */
  link: string
  /** 产生时间 */
  createdAt: ColumnType<Date, Date | string, Date | string>
  /** 阅读时间 */
  readAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 处理完成时间 */
  doneAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 时间窗：计划维护、封网、特殊时期 */
export type MaintenanceWindowTable = {
  /** 时间窗标识 */
  maintenanceWindowId: string
  /** 类别：计划维护、封网、特殊时期 */
  kind: string
  /** 子系统；空为全部 */
  subsystem: string | null
  /** 名称 */
  title: string
  /** 开始 */
  startsAt: ColumnType<Date, Date | string, Date | string>
  /** 结束 */
  endsAt: ColumnType<Date, Date | string, Date | string>
  /** 理由 */
  reason: string
  /** 相关工单 */
  workOrderId: string | null
  /** 登记时间 */
  declaredAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  declaredBy: string | null
  /** 撤销时间；此前已经过去的部分仍然有效 */
  cancelledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 撤销人 */
  cancelledBy: string | null
  /** 撤销理由 */
  cancelReason: string | null
}

/** 正式告知（提前告知、人员更换、变更等），只增不改 */
export type NoticeTable = {
  /** 告知标识 */
  noticeId: string
  /** 告知编号 */
  number: string
  /** 类别 */
  kind: string
  /** 依据条款 */
  clause: string
  /** 标题 */
  title: string
  /** 内容 */
  content: string
  /** 发出人 */
  authorId: string | null
  /** 接收方 */
  recipient: string
  /** 渠道 */
  channel: string
  /** 渠道说明：经其他渠道的，写明是什么渠道 */
  channelNote: ColumnType<string, string | undefined, string>
  /** 发出时间 */
  sentAt: ColumnType<Date, Date | string, Date | string>
  /** 事件日期：变更生效之日或事情发生之日，时限由此起算 */
  eventOn: string | null
  /** 送达证明文件 */
  proofSm3: string | null
  /** 证据 */
  evidenceId: string | null
  /** 登记时间 */
  recordedAt: ColumnType<Date, Date | string, Date | string>
}

/** 告知所涉的应办事项及其补做，只增不改 */
export type NoticeOccurrenceTable = {
  /** 告知标识 */
  noticeId: string
  /** 应办事项 */
  occurrenceId: string
  /** 补做期限 */
  makeUpBy: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 补做工单 */
  makeUpWorkOrderId: string | null
}

/** 连续编号（无空号，随事务回退） */
export type NumberSequenceTable = {
  /** 编号名称（前缀与日期） */
  name: string
  /** 已用的最后一号 */
  lastNumber: number
}

/** 义务：合同条款落到一个子系统 */
export type ObligationTable = {
  /** 义务标识 */
  obligationId: string
  /** 合同标识 */
  contractId: string
  /** 义务编号（登记册编号） */
  code: string
  /** 子系统；不分子系统的义务为 platform */
  subsystem: string
  /** 所属功能模块；不属模块的义务为 contract */
  service: string
  /** 合同条款（正文项号与模块号） */
  clause: string
  /** 义务名称 */
  title: string
  /** 义务内容 */
  duty: string
  /** 义务人 */
  actors: ColumnType<string[], readonly string[], readonly string[]>
  /** 频次 */
  cadences: ColumnType<unknown, string, string>
  /** 时限与单位 */
  deadline: ColumnType<unknown, string, string>
  /** 须有的证据类别 */
  evidenceKinds: ColumnType<string[], readonly string[], readonly string[]>
  /** 判定规则与参数 */
  judgement: ColumnType<unknown, string, string>
  /** 金额规则代号 */
  moneyRules: ColumnType<string[], readonly string[], readonly string[]>
  /** 现行合同版本中是否存在 */
  isCurrent: ColumnType<boolean, boolean | undefined, boolean>
}

/** 应办事项：义务在一个周期内的一次履行；到期日是按合同、决定与日历推算的结果 */
export type OccurrenceTable = {
  /** 应办事项标识 */
  occurrenceId: string
  /** 义务标识 */
  obligationId: string
  /** 周期（日、周、月、季、年或节日阶段） */
  periodKey: string
  /** 名称 */
  title: string
  /** 开始日 */
  opensOn: string
  /** 所属周期的末日 */
  endsOn: string
  /** 到期时刻 */
  dueAt: ColumnType<Date, Date | string, Date | string>
  /** 期限单位 */
  unit: string
  /** 是否暂定（所在年份尚无正式日历） */
  isProvisional: boolean
  /** 标记（顺延履约、不足周、不适用等） */
  tags: ColumnType<string[], readonly string[] | undefined, readonly string[]>
  /** 标记的原因 */
  reason: string | null
  /** 排定时间 */
  plannedAt: ColumnType<Date, Date | string, Date | string>
  /** 因重排而撤下的时间；历史保留 */
  withdrawnAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 应办事项的排定与重排历史，只增不改 */
export type OccurrenceEventTable = {
  /** 序号 */
  occurrenceEventId: GeneratedAlways<number>
  /** 应办事项标识 */
  occurrenceId: string
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 类别：排定、移动、撤下、恢复 */
  kind: string
  /** 起因（合同版本、决定或日历） */
  cause: string
  /** 之前 */
  before: ColumnType<unknown, string | null | undefined, string | null>
  /** 之后 */
  after: ColumnType<unknown, string | null | undefined, string | null>
}

/** 运维计划（合同 M3：巡检按运维计划进行） */
export type OperationPlanTable = {
  /** 计划标识 */
  operationPlanId: string
  /** 合同标识 */
  contractId: string
  /** 名称 */
  title: string
  /** 计划期开始日 */
  periodFrom: string
  /** 计划期结束日 */
  periodTo: string
  /** 状态：草稿、待批、已批准、已退回、已替代 */
  state: string
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 起草时间 */
  draftedAt: ColumnType<Date, Date | string, Date | string>
  /** 起草人 */
  draftedBy: string | null
  /** 提交时间 */
  submittedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 提交人 */
  submittedBy: string | null
  /** 批准时间 */
  approvedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 批准人 */
  approvedBy: string | null
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
}

/** 运维计划项：一项义务在计划期内的次数 */
export type OperationPlanItemTable = {
  /** 计划项标识 */
  operationPlanItemId: string
  /** 计划标识 */
  operationPlanId: string
  /** 义务标识 */
  obligationId: string
  /** 计划次数 */
  plannedCount: number
  /** 首次开始日 */
  firstOpensOn: string | null
  /** 末次到期时刻 */
  lastDueAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 备注 */
  remark: ColumnType<string, string | undefined, string>
}

/** 中断：开始、结束与原因 */
export type OutageTable = {
  /** 中断标识 */
  outageId: string
  /** 部件 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 开始 */
  startedAt: ColumnType<Date, Date | string, Date | string>
  /** 结束；空为尚未恢复 */
  endedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 探测到的现象 */
  reason: string
  /** 原因归属：待定、乙方、甲方或云、计划内 */
  cause: ColumnType<string, string | undefined, string>
  /** 归属说明 */
  causeNote: ColumnType<string, string | undefined, string>
  /** 认定人 */
  causeDecidedBy: string | null
  /** 认定时间 */
  causeDecidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 由此登记的隐患 */
  findingId: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 报告 */
export type ReportTable = {
  /** 报告标识 */
  reportId: string
  /** 报告编号 */
  number: string
  /** 合同标识 */
  contractId: string
  /** 种类：巡检报告、月报、季报、半年报、年报、网络安全年报 */
  kind: string
  /** 周期 */
  periodKey: string
  /** 周期开始日 */
  periodFrom: string
  /** 周期结束日 */
  periodTo: string
  /** 标题 */
  title: string
  /** 状态：草稿、已复核、已提交、已认可、被质疑、修订中 */
  state: string
  /** 现行版次 */
  currentVersion: ColumnType<number, number | undefined, number>
  /** 最近一次提交甲方的版次 */
  submittedVersion: number | null
  /** 甲方收到最近一次提交的时刻，评审期限由此起算 */
  receivedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 甲方认可或质疑最近一次提交的时刻 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 建立时间 */
  createdAt: ColumnType<Date, Date | string, Date | string>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 报告编制任务及其进度 */
export type ReportBuildTable = {
  /** 任务标识 */
  reportBuildId: string
  /** 报告种类 */
  kind: string
  /** 周期 */
  periodKey: string
  /** 修订原因 */
  reason: ColumnType<string, string | undefined, string>
  /** 状态：等待、进行中、完成、失败 */
  state: string
  /** 正在做什么 */
  step: ColumnType<string, string | undefined, string>
  /** 进度百分比 */
  percent: ColumnType<number, number | undefined, number>
  /** 生成的报告 */
  reportId: string | null
  /** 生成的版次 */
  reportVersion: number | null
  /** 失败原因 */
  failure: ColumnType<string, string | undefined, string>
  /** 发起人 */
  requestedBy: string | null
  /** 发起人名称 */
  requestedByName: string
  /** 发起时间 */
  requestedAt: ColumnType<Date, Date | string, Date | string>
  /** 结束时间 */
  finishedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 报告时间线，只增不改 */
export type ReportEventTable = {
  /** 序号 */
  reportEventId: GeneratedAlways<number>
  /** 报告标识 */
  reportId: string
  /** 版次 */
  reportVersion: number
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 事件 */
  kind: string
  /** 操作者 */
  actorId: string | null
  /** 操作者名称 */
  actorName: string
  /** 说明（复核意见、质疑内容等） */
  note: ColumnType<string, string | undefined, string>
  /** 结构化说明（提交渠道、回执编号、质疑内容等） */
  details: ColumnType<unknown, string | undefined, string>
  /** 签字盖章扫描件或回执文件 */
  fileSm3: string | null
  /** 这一步留下的证据 */
  evidenceId: string | null
}

/** 报告的各版次：数据冻结，重建得到同样的字节 */
export type ReportVersionTable = {
  /** 报告标识 */
  reportId: string
  /** 版次 */
  version: number
  /** 冻结的数据：文档、查询与周期的规范化 JSON 文本 */
  frozenText: string
  /** 冻结数据的 SM3 摘要（印在页脚） */
  dataSm3: string
  /** Word 文件 */
  docxSm3: string
  /** PDF 文件 */
  pdfSm3: string
  /** 周期尚未结束 */
  isPartial: boolean
  /** 数据截止时刻 */
  asOf: ColumnType<Date, Date | string, Date | string>
  /** 修订原因 */
  reason: ColumnType<string, string | undefined, string>
  /** 编制时间 */
  builtAt: ColumnType<Date, Date | string, Date | string>
  /** 编制人 */
  builtBy: string | null
  /** 编制人名称 */
  builtByName: string
  /** 报告文件的证据 */
  evidenceId: string
  /** 数据快照的证据 */
  snapshotEvidenceId: string
}

/** 子系统登记 */
export type SubsystemTable = {
  /** 子系统代号 */
  subsystem: string
  /** 所属合同 */
  contractId: string
  /** 合同中的编号 */
  code: string
  /** 名称 */
  title: string
  /** 次序 */
  position: number
  /** 访问地址 */
  url: string | null
}

/** 工单 */
export type WorkOrderTable = {
  /** 工单标识 */
  workOrderId: string
  /** 工单编号 */
  number: string
  /** 类别 */
  kind: string
  /** 功能模块 */
  service: string
  /** 子系统；不分子系统为 platform */
  subsystem: string
  /** 标题 */
  title: string
  /** 所履行的应办事项 */
  occurrenceId: string | null
  /** 所依据的运维计划项 */
  operationPlanItemId: string | null
  /** 上级工单 */
  parentWorkOrderId: string | null
  /** 状态：待办、办理中、待审核、已退回、已办结、已撤销 */
  state: string
  /** 是否由系统自动办理 */
  isAutomatic: boolean
  /** 办理人 */
  assigneeId: string | null
  /** 办理要求 */
  input: ColumnType<unknown, string | undefined, string>
  /** 办理结果 */
  result: ColumnType<unknown, string | null | undefined, string | null>
  /** 开立时间 */
  openedAt: ColumnType<Date, Date | string, Date | string>
  /** 到期时刻（应办事项到期日的投影） */
  dueAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 提交时间 */
  submittedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 提交人 */
  submittedBy: string | null
  /** 办结时间 */
  closedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 工单时间线，只增不改 */
export type WorkOrderEventTable = {
  /** 序号 */
  workOrderEventId: GeneratedAlways<number>
  /** 工单标识 */
  workOrderId: string
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 事件 */
  kind: string
  /** 操作者 */
  actorId: string | null
  /** 操作者名称 */
  actorName: string
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
  /** 变化内容 */
  details: ColumnType<unknown, string | undefined, string>
}

/** 工单与证据的关联，只增不改 */
export type WorkOrderEvidenceTable = {
  /** 工单标识 */
  workOrderId: string
  /** 证据标识 */
  evidenceId: string
  /** 关联时间 */
  linkedAt: ColumnType<Date, Date | string, Date | string>
}

export type SpineTables = {
  'spine.allowedAddress': AllowedAddressTable
  'spine.assessment': AssessmentTable
  'spine.calendarYear': CalendarYearTable
  'spine.component': ComponentTable
  'spine.connection': ConnectionTable
  'spine.contract': ContractTable
  'spine.contractVersion': ContractVersionTable
  'spine.decision': DecisionTable
  'spine.delivery': DeliveryTable
  'spine.evidence': EvidenceTable
  'spine.evidenceFile': EvidenceFileTable
  'spine.evidenceVerification': EvidenceVerificationTable
  'spine.finding': FindingTable
  'spine.findingEvent': FindingEventTable
  'spine.inboxMessage': InboxMessageTable
  'spine.maintenanceWindow': MaintenanceWindowTable
  'spine.notice': NoticeTable
  'spine.noticeOccurrence': NoticeOccurrenceTable
  'spine.numberSequence': NumberSequenceTable
  'spine.obligation': ObligationTable
  'spine.occurrence': OccurrenceTable
  'spine.occurrenceEvent': OccurrenceEventTable
  'spine.operationPlan': OperationPlanTable
  'spine.operationPlanItem': OperationPlanItemTable
  'spine.outage': OutageTable
  'spine.report': ReportTable
  'spine.reportBuild': ReportBuildTable
  'spine.reportEvent': ReportEventTable
  'spine.reportVersion': ReportVersionTable
  'spine.subsystem': SubsystemTable
  'spine.workOrder': WorkOrderTable
  'spine.workOrderEvent': WorkOrderEventTable
  'spine.workOrderEvidence': WorkOrderEvidenceTable
}
