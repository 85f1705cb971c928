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

/** 号码与邮箱；不属于任何人的是未知号码 */
export type ContactTable = {
  /** 号码标识；通话等记录以此引用，归属变更后自然随之 */
  contactId: string
  /** 类别：电话、邮箱 */
  kind: string
  /** 查找用的带密钥摘要（HMAC-SM3），移除后为空 */
  digest: string | null
  /** 加密后的号码（SM4）〔个人信息〕，移除后为空 */
  sealed: string | null
  /** 用途：手机、办公等 */
  label: ColumnType<string, string | undefined, string>
  /** 归属人员 */
  personId: string | null
  /** 归属单位（公用号码） */
  unitId: string | null
  /** 首次出现 */
  firstSeenAt: ColumnType<Date, Date | string, Date | string>
  /** 最近使用，保留期由此起算 */
  lastSeenAt: ColumnType<Date, Date | string, Date | string>
  /** 移除时间 */
  removedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 移除原因 */
  removalReason: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 号码的归属、查看与移除记录，只增不改，不含号码本身 */
export type ContactEventTable = {
  /** 序号 */
  contactEventId: GeneratedAlways<number>
  /** 号码标识 */
  contactId: string
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 事件：登记、归属、解除归属、随合并转移、查看、移除 */
  kind: string
  /** 此后（查看、移除时为当时）的归属人员 */
  personId: string | null
  /** 此后（查看、移除时为当时）的归属单位 */
  unitId: string | null
  /** 操作者 */
  actorId: string | null
  /** 操作者名称 */
  actorName: string
  /** 理由或说明 */
  note: ColumnType<string, string | undefined, string>
}

/** 号码保留期，自生效日起适用，只增不改 */
export type ContactRetentionTable = {
  /** 生效日期 */
  effectiveOn: string
  /** 最近使用后保留的月数 */
  keepsMonths: number
  /** 理由 */
  reason: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人名称 */
  setByName: string
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

/** 审批代理：离岗期间由他人代为审批 */
export type DelegationTable = {
  /** 代理标识 */
  delegationId: string
  /** 委托人 */
  fromUserId: string
  /** 代理人 */
  toUserId: string
  /** 开始日 */
  fromOn: string
  /** 结束日 */
  toOn: string
  /** 限于哪些申请类别，空为全部 */
  kinds: ColumnType<string[], readonly string[] | undefined, readonly string[]>
  /** 理由 */
  reason: string
  /** 登记时间 */
  declaredAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  declaredBy: string | null
  /** 撤销时间 */
  revokedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 撤销人 */
  revokedBy: string | null
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

/** 升级阶梯，自生效日起适用，只增不改；没有步骤的是停用 */
export type EscalationLadderTable = {
  /** 升级阶梯标识 */
  escalationLadderId: string
  /** 功能模块 */
  service: string
  /** 子系统，空为全部 */
  subsystem: string | null
  /** 优先级，空为全部 */
  priority: string | null
  /** 生效日期 */
  effectiveOn: string
  /** 步骤：何时、找谁、经何渠道 */
  steps: ColumnType<unknown, string, string>
  /** 理由 */
  reason: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人名称 */
  setByName: string
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

/** 请假与不能值班的时间 */
export type LeaveTable = {
  /** 标识 */
  leaveId: string
  /** 人员 */
  personId: string
  /** 开始 */
  startsAt: ColumnType<Date, Date | string, Date | string>
  /** 结束 */
  endsAt: ColumnType<Date, Date | string, Date | string>
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
  /** 登记时间 */
  registeredAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  registeredBy: string | null
  /** 撤销时间 */
  cancelledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
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

/** 人员 */
export type PersonTable = {
  /** 人员标识 */
  personId: string
  /** 单位 */
  unitId: string
  /** 用户账号；没有账号的为空 */
  userId: string | null
  /** 姓名〔个人信息〕 */
  name: string
  /** 职务 */
  jobTitle: ColumnType<string, string | undefined, string>
  /** 状态：在岗、离岗、已合并 */
  state: ColumnType<string, string | undefined, string>
  /** 合并到；始终指向最终的那个人 */
  mergedIntoId: string | null
  /** 备注 */
  note: ColumnType<string, string | undefined, string>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 登记时间 */
  registeredAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  registeredBy: string | null
}

/** 人员变动时间线，只增不改 */
export type PersonEventTable = {
  /** 序号 */
  personEventId: GeneratedAlways<number>
  /** 人员标识 */
  personId: string
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
  /** 变化内容，合并时含随之转移的号码标识 */
  details: ColumnType<unknown, string | undefined, string>
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

/** 申请（请求）：热线工单、权限调整单、变更单等同一流程的单据 */
export type RequestTable = {
  /** 申请标识 */
  requestId: string
  /** 编号 */
  number: string
  /** 类别，模块.名称 */
  kind: string
  /** 功能模块 */
  service: string
  /** 子系统；未归属为 unattributed，不分子系统为 platform */
  subsystem: string
  /** 标题 */
  title: string
  /** 状态：草稿、审批中、已退回、不批准、待生效、待办理、办理中、等待中、待验收、已办结、已撤回、已合并 */
  state: string
  /** 当前表单版次，零为尚未提交 */
  formVersion: ColumnType<number, number | undefined, number>
  /** 正在填写的表单内容 */
  draft: ColumnType<unknown, string | undefined, string>
  /** 申请人账号，没有账号的为空 */
  requesterId: string | null
  /** 申请人姓名（当时） */
  requesterName: string
  /** 申请人单位（当时） */
  requesterUnit: ColumnType<string, string | undefined, string>
  /** 没有账号的申请人在相应登记簿中的标识 */
  requesterRef: string | null
  /** 来源：控制台、自助门户、热线、邮件、纸质、系统 */
  origin: string
  /** 优先级 */
  priority: string | null
  /** 办理人 */
  assigneeId: string | null
  /** 批准人不得办理 */
  separatesDuties: ColumnType<boolean, boolean | undefined, boolean>
  /** 时限目标（启动时） */
  targets: ColumnType<unknown, string | undefined, string>
  /** 所对应的应办事项 */
  occurrenceId: string | null
  /** 由哪份申请复制 */
  clonedFromId: string | null
  /** 建立时间 */
  openedAt: ColumnType<Date, Date | string, Date | string>
  /** 提交时间 */
  submittedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 批准时间 */
  approvedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 交付（待验收）时间 */
  deliveredAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 办结时间 */
  closedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 办理结果 */
  solution: ColumnType<string, string | undefined, string>
  /** 凭链接查看所用令牌的 SM3 摘要 */
  followDigest: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 生效日期：批准之后等到这一天才开始办理，空为批准即办 */
  beginsOn: string | null
  /** 最近一项在走时限的到期时刻，随时限一同推算；没有在走的时限为空 */
  nearestDueAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 申请的审批：每一版次的各个步骤 */
export type RequestApprovalTable = {
  /** 申请标识 */
  requestId: string
  /** 表单版次 */
  formVersion: number
  /** 步骤 */
  step: number
  /** 步骤名称 */
  title: string
  /** 由谁审批：角色或指定人员 */
  approver: ColumnType<unknown, string, string>
  /** 申请人（不得审批自己的申请） */
  requesterId: string | null
  /** 其他不得审批的人（如权限的受益人） */
  excluded: ColumnType<string[], readonly string[] | undefined, readonly string[]>
  /** 状态：未到、待审批、同意、不同意、退回修改、已过期、作废 */
  state: string
  /** 送审时间 */
  askedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 审批失效时间 */
  expiresAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 审批时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 审批人 */
  decidedBy: string | null
  /** 审批人姓名（当时） */
  decidedByName: string | null
  /** 代谁审批 */
  onBehalfOf: string | null
  /** 审批意见 */
  note: ColumnType<string, string | undefined, string>
}

/** 申请时限时钟的事件，只增不改；时限由事件推算 */
export type RequestClockEventTable = {
  /** 序号 */
  requestClockEventId: GeneratedAlways<number>
  /** 申请标识 */
  requestId: string
  /** 时钟事件 */
  event: ColumnType<unknown, string, string>
}

/** 申请的各项时限：由时钟事件推算的投影，供列表与统计，可随时重算 */
export type RequestDeadlineTable = {
  /** 申请标识 */
  requestId: string
  /** 目标名称 */
  target: string
  /** 是否合同约定 */
  isContractual: boolean
  /** 判定 */
  verdict: string
  /** 起算时刻 */
  startedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 到期时刻 */
  dueAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 已计分钟数 */
  elapsedMinutes: number
  /** 暂停分钟数 */
  pausedMinutes: number
  /** 推算时间 */
  computedAt: ColumnType<Date, Date | string, Date | string>
}

/** 申请时间线，只增不改 */
export type RequestEventTable = {
  /** 序号 */
  requestEventId: GeneratedAlways<number>
  /** 申请标识 */
  requestId: string
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
  /** 申请人可见 */
  isPublic: ColumnType<boolean, boolean | undefined, boolean>
  /** 变化内容 */
  details: ColumnType<unknown, string | undefined, string>
}

/** 申请的附件、公文与签字盖章件 */
export type RequestFileTable = {
  /** 附件标识 */
  requestFileId: string
  /** 申请标识 */
  requestId: string
  /** 属于哪一版次 */
  formVersion: number
  /** 类别：附件、公文、签字盖章件 */
  kind: string
  /** 内容摘要 */
  sm3: string
  /** 文件名 */
  fileName: string
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
  /** 申请人可见 */
  isPublic: ColumnType<boolean, boolean | undefined, boolean>
  /** 附上时间 */
  attachedAt: ColumnType<Date, Date | string, Date | string>
  /** 附上人 */
  attachedBy: string | null
  /** 附上人姓名 */
  attachedByName: string
  /** 登记为证据的标识 */
  evidenceId: string | null
}

/** 申请表单的各个版次，只增不改 */
export type RequestFormTable = {
  /** 申请标识 */
  requestId: string
  /** 版次 */
  formVersion: number
  /** 表单内容 */
  form: ColumnType<unknown, string, string>
  /** 表单内容的 SM3 摘要，印在打印件页脚 */
  formSm3: string
  /** 提交时间 */
  submittedAt: ColumnType<Date, Date | string, Date | string>
  /** 提交人账号 */
  submittedBy: string | null
  /** 提交人姓名 */
  submittedByName: string
  /** 修改原因 */
  reason: ColumnType<string, string | undefined, string>
}

/** 申请之间的关联：下级、重复、相关、转为 */
export type RequestLinkTable = {
  /** 申请 */
  fromRequestId: string
  /** 所关联的申请 */
  toRequestId: string
  /** 关联类别 */
  kind: string
  /** 关联时间 */
  linkedAt: ColumnType<Date, Date | string, Date | string>
  /** 关联人 */
  linkedBy: string | null
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
  /** 解除时间 */
  unlinkedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 值班表 */
export type RosterTable = {
  /** 值班表标识 */
  rosterId: string
  /** 种类：热线 5×8、监控 5×9、特殊时期 7×24 */
  kind: string
  /** 名称 */
  title: string
  /** 首日 */
  fromOn: string
  /** 末日 */
  toOn: string
  /** 状态：草稿、已发布 */
  state: string
  /** 生成时所用的轮班规则 */
  pattern: ColumnType<unknown, string | null | undefined, string | null>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 建立时间 */
  createdAt: ColumnType<Date, Date | string, Date | string>
  /** 建立人 */
  createdBy: string | null
  /** 发布时间 */
  publishedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 发布人 */
  publishedBy: string | null
}

/** 经人确认的敏感字段：数据盘点写入，数据导出据以脱敏 */
export type SensitiveColumnTable = {
  /** 数据库部件标识 */
  componentId: string
  /** 子系统 */
  subsystem: string
  /** 模式名 */
  schemaName: string
  /** 表名 */
  tableName: string
  /** 字段名 */
  columnName: string
  /** 分类 */
  class: string
  /** 分级 */
  level: string
  /** 确认时间 */
  confirmedAt: ColumnType<Date, Date | string, Date | string>
  /** 确认人姓名 */
  confirmedByName: string
}

/** 班次：一人在一段时间内的值班 */
export type ShiftTable = {
  /** 班次标识 */
  shiftId: string
  /** 值班表 */
  rosterId: string
  /** 开始 */
  startsAt: ColumnType<Date, Date | string, Date | string>
  /** 结束；被接班时为接班时刻 */
  endsAt: ColumnType<Date, Date | string, Date | string>
  /** 角色：主班、备班、带班领导 */
  role: string
  /** 值班人 */
  personId: string
  /** 由哪个班次接班而来 */
  takenOverFromId: string | null
  /** 发布后取消的时间 */
  cancelledAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 签到，只增不改 */
export type ShiftAttendanceTable = {
  /** 班次 */
  shiftId: string
  /** 签到时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 地点：现场、远程 */
  place: string
  /** 地点说明 */
  note: ColumnType<string, string | undefined, string>
  /** 签到账号 */
  signedBy: string
}

/** 值班表发布后的变动记录，只增不改 */
export type ShiftEventTable = {
  /** 序号 */
  shiftEventId: GeneratedAlways<number>
  /** 值班表 */
  rosterId: string
  /** 班次；整表的事件为空 */
  shiftId: string | null
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 事件：发布、加班次、改班次、取消、换班、接班、签到 */
  kind: string
  /** 操作者 */
  actorId: string | null
  /** 操作者名称 */
  actorName: string
  /** 说明 */
  note: ColumnType<string, string | undefined, string>
}

/** 换班：一人申请、对方同意、第三人批准 */
export type ShiftSwapTable = {
  /** 换班标识 */
  shiftSwapId: string
  /** 让出的班次 */
  shiftId: string
  /** 申请时班次的版本，变动后不再批准 */
  shiftVersion: number
  /** 换回的班次；空为代班 */
  counterShiftId: string | null
  /** 申请时换回班次的版本 */
  counterShiftVersion: number | null
  /** 申请人 */
  fromPersonId: string
  /** 对方 */
  toPersonId: string
  /** 理由 */
  reason: string
  /** 状态：待对方同意、待批准、对方不同意、已撤回、已批准、未批准 */
  state: string
  /** 申请时间 */
  requestedAt: ColumnType<Date, Date | string, Date | string>
  /** 申请账号 */
  requestedBy: string
  /** 对方答复时间 */
  answeredAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 对方账号 */
  answeredBy: string | null
  /** 对方说明 */
  answerNote: ColumnType<string, string | undefined, string>
  /** 批准时间 */
  decidedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 批准账号，不得为双方之一 */
  decidedBy: string | null
  /** 批准说明 */
  decisionNote: ColumnType<string, string | undefined, string>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
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

/** 单位 */
export type UnitTable = {
  /** 单位标识 */
  unitId: string
  /** 类别：甲方、乙方、业务部门、区县、共享交换对方、供应商、企业、其他 */
  kind: string
  /** 名称 */
  title: string
  /** 备注 */
  note: ColumnType<string, string | undefined, string>
  /** 不再往来 */
  isRetired: ColumnType<boolean, boolean | undefined, boolean>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 登记时间 */
  registeredAt: ColumnType<Date, Date | string, Date | string>
  /** 登记人 */
  registeredBy: string | null
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
  /** 由哪份申请开出 */
  requestId: string | null
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
  'spine.contact': ContactTable
  'spine.contactEvent': ContactEventTable
  'spine.contactRetention': ContactRetentionTable
  'spine.contract': ContractTable
  'spine.contractVersion': ContractVersionTable
  'spine.decision': DecisionTable
  'spine.delegation': DelegationTable
  'spine.delivery': DeliveryTable
  'spine.escalationLadder': EscalationLadderTable
  'spine.evidence': EvidenceTable
  'spine.evidenceFile': EvidenceFileTable
  'spine.evidenceVerification': EvidenceVerificationTable
  'spine.finding': FindingTable
  'spine.findingEvent': FindingEventTable
  'spine.inboxMessage': InboxMessageTable
  'spine.leave': LeaveTable
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
  'spine.person': PersonTable
  'spine.personEvent': PersonEventTable
  'spine.report': ReportTable
  'spine.reportBuild': ReportBuildTable
  'spine.reportEvent': ReportEventTable
  'spine.reportVersion': ReportVersionTable
  'spine.request': RequestTable
  'spine.requestApproval': RequestApprovalTable
  'spine.requestClockEvent': RequestClockEventTable
  'spine.requestDeadline': RequestDeadlineTable
  'spine.requestEvent': RequestEventTable
  'spine.requestFile': RequestFileTable
  'spine.requestForm': RequestFormTable
  'spine.requestLink': RequestLinkTable
  'spine.roster': RosterTable
  'spine.sensitiveColumn': SensitiveColumnTable
  'spine.shift': ShiftTable
  'spine.shiftAttendance': ShiftAttendanceTable
  'spine.shiftEvent': ShiftEventTable
  'spine.shiftSwap': ShiftSwapTable
  'spine.subsystem': SubsystemTable
  'spine.unit': UnitTable
  'spine.workOrder': WorkOrderTable
  'spine.workOrderEvent': WorkOrderEventTable
  'spine.workOrderEvidence': WorkOrderEvidenceTable
}
