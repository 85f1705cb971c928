// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType, GeneratedAlways } from 'kysely'

/** 跟踪与回访规则：自生效日起适用，只增不改 */
export type AftercareRulesTable = {
  /** 生效日期 */
  effectiveOn: string
  /** 跟踪链接的有效天数，自发出时起 */
  linkDays: number
  /** 回访抽样比例（%），按工单标识确定，可复算 */
  samplePercent: number
  /** 理由 */
  reason: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人姓名 */
  setByName: string
  /** 各优先级的回访时限：抽中后的工作日数，各注明是否合同约定及条款 */
  targets: ColumnType<unknown, string, string>
}

/** 知识条目；正在修改的内容在此，已发布的在各版中 */
export type ArticleTable = {
  /** 知识条目标识 */
  articleId: string
  /** 编号 */
  number: string
  /** 状态：草稿、待审核、已发布、已停用 */
  state: string
  /** 子系统，空为全部 */
  subsystem: string | null
  /** 类别 */
  category: string
  /** 标题 */
  title: string
  /** 现象 */
  problem: string
  /** 解决办法 */
  solution: string
  /** 来源工单 */
  sourceRequestId: string | null
  /** 已发布的版次，0 为尚未发布 */
  publishedVersion: ColumnType<number, number | undefined, number>
  /** 编写人 */
  writtenBy: string | null
  /** 编写人姓名 */
  writtenByName: string
  /** 最近编写时间 */
  writtenAt: ColumnType<Date, Date | string, Date | string>
  /** 标题的检索词 */
  titleTerms: ColumnType<string[], readonly string[] | undefined, readonly string[]>
  /** 全文的检索词 */
  terms: ColumnType<string[], readonly string[] | undefined, readonly string[]>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 知识条目的经过，只增不改 */
export type ArticleEventTable = {
  /** 序号 */
  articleEventId: GeneratedAlways<number>
  /** 知识条目 */
  articleId: string
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
}

/** 知识条目的引用：一张工单引用同一条目只计一次 */
export type ArticleUseTable = {
  /** 知识条目 */
  articleId: string
  /** 所引用的版次 */
  articleVersion: number
  /** 引用它的服务工单 */
  requestId: string
  /** 引用时间 */
  usedAt: ColumnType<Date, Date | string, Date | string>
  /** 引用人 */
  usedBy: string | null
  /** 引用人姓名 */
  usedByName: string
}

/** 知识条目已发布的版次，只增不改 */
export type ArticleVersionTable = {
  /** 知识条目 */
  articleId: string
  /** 版次 */
  articleVersion: number
  /** 标题 */
  title: string
  /** 现象 */
  problem: string
  /** 解决办法 */
  solution: string
  /** 编写人 */
  writtenBy: string | null
  /** 编写人姓名 */
  writtenByName: string
  /** 审核人，不得是编写人 */
  reviewedBy: string | null
  /** 审核人姓名 */
  reviewedByName: string
  /** 发布时间 */
  publishedAt: ColumnType<Date, Date | string, Date | string>
  /** 审核意见 */
  note: ColumnType<string, string | undefined, string>
}

/** 通话录音的位置（个人信息）：到期移除，只留移除记录 */
export type CallRecordingTable = {
  /** 来电 */
  telephoneCallId: string
  /** 录音在总机中的位置（加密保存）〔个人信息〕 */
  referenceSealed: string | null
  /** 时长（秒） */
  seconds: number | null
  /** 收到时间 */
  receivedAt: ColumnType<Date, Date | string, Date | string>
  /** 移除时间 */
  removedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 移除依据 */
  removalReason: string | null
}

/** 没有账号的人跟踪工单的链接；只存凭据的摘要（在申请中），重发即作废旧链接 */
export type FollowLinkTable = {
  /** 服务工单 */
  requestId: string
  /** 失效时间 */
  expiresAt: ColumnType<Date, Date | string, Date | string>
  /** 发出时间 */
  issuedAt: ColumnType<Date, Date | string, Date | string>
  /** 发出人 */
  issuedBy: string | null
  /** 发出人姓名 */
  issuedByName: string
  /** 凭据（封存），供以后的去信附上同一个链接；空为只显示过一次的旧链接 */
  tokenSealed: string | null
}

/** 跟踪链接的访问频次，按来访地址的摘要计，过时即删 */
export type FollowRateTable = {
  /** 来访地址的摘要 */
  addressDigest: string
  /** 计数开始的时间 */
  beganAt: ColumnType<Date, Date | string, Date | string>
  /** 此后的访问次数 */
  asks: number
}

/** 抽样回访：由没有经手、也不是提出人的第三人进行 */
export type FollowUpTable = {
  /** 服务工单 */
  requestId: string
  /** 抽中时间（办结时） */
  drawnAt: ColumnType<Date, Date | string, Date | string>
  /** 当时的抽样比例（%） */
  samplePercent: number
  /** 结果：待回访、已回访、未联系上 */
  outcome: ColumnType<string, string | undefined, string>
  /** 满意度，1 至 5 */
  score: number | null
  /** 回访记录 */
  remark: ColumnType<string, string | undefined, string>
  /** 回访时间 */
  doneAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 回访人 */
  doneBy: string | null
  /** 回访人姓名 */
  doneByName: string | null
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 抽中时的回访时限（时限时钟的目标）；空为设定时限以前抽中的 */
  target: ColumnType<unknown, string | null | undefined, string | null>
  /** 应回访的时刻，由抽中时间和时限算出，供清单筛选 */
  dueAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 首次登记回访的时间，时限按它判定；以后再次联系不改变 */
  firstDoneAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

/** 来信 */
export type InboundMailTable = {
  /** 来信标识 */
  inboundMailId: string
  /** 收件邮箱 */
  mailbox: string
  /** 服务器的编号版本 */
  uidValidity: string
  /** 服务器中的编号 */
  uid: number
  /** 邮件标识（Message-ID）；没有的以内容摘要代替 */
  messageId: string
  /** 所属往来 */
  mailThreadId: string | null
  /** 来信人的邮箱 */
  contactId: string | null
  /** 来信人自称的姓名〔个人信息〕 */
  fromName: string
  /** 主题 */
  subject: string
  /** 正文（去掉引用） */
  text: string
  /** 引用的原文 */
  quoted: string
  /** 所答复与提到的邮件标识 */
  referencesIds: ColumnType<string[], readonly string[], readonly string[]>
  /** 状态：已收、隔离、退信 */
  state: string
  /** 隔离或退信的原因 */
  reason: ColumnType<string, string | undefined, string>
  /** 收取时的说明：附件过大等 */
  note: ColumnType<string, string | undefined, string>
  /** 整封字节数 */
  bytes: number
  /** 来信自称的时间 */
  sentAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 收到时间 */
  receivedAt: ColumnType<Date, Date | string, Date | string>
  /** 放行时间 */
  releasedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 放行人 */
  releasedBy: string | null
  /** 放行理由 */
  releaseReason: string | null
}

/** 邮件附件 */
export type MailAttachmentTable = {
  /** 附件标识 */
  mailAttachmentId: string
  /** 来信 */
  inboundMailId: string | null
  /** 去信 */
  outboundMailId: string | null
  /** 次序 */
  position: number
  /** 文件名 */
  fileName: string
  /** 媒体类型 */
  mediaType: string
  /** 字节数 */
  bytes: number
  /** 内容摘要；空为过大而留在邮箱 */
  sm3: string | null
}

/** 往来邮件：一个问题的来信与答复 */
export type MailThreadTable = {
  /** 往来标识 */
  mailThreadId: string
  /** 往来编号，写在答复的主题里 */
  number: string
  /** 主题 */
  subject: string
  /** 来信人的邮箱 */
  contactId: string | null
  /** 收件邮箱 */
  mailbox: string
  /** 首封来信的时间 */
  openedAt: ColumnType<Date, Date | string, Date | string>
  /** 最近一封的时间 */
  lastAt: ColumnType<Date, Date | string, Date | string>
  /** 是否等待答复 */
  waits: boolean
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 这次往来所属的服务工单 */
  requestId: string | null
}

/** 收件邮箱（IMAP） */
export type MailboxTable = {
  /** 代号 */
  mailbox: string
  /** 名称 */
  title: string
  /** 邮箱地址（本系统自己的） */
  address: string
  /** 服务器；须在地址允许清单内 */
  host: string
  /** 端口 */
  port: number
  /** 加密方式：TLS、STARTTLS、不加密 */
  security: string
  /** 账号 */
  username: string
  /** 口令（加密保存，只能更换，不能读回） */
  passwordSealed: string
  /** 文件夹 */
  folder: string
  /** 整封邮件的大小上限（字节）；超出的只收正文，附件留在邮箱 */
  maxMessageBytes: number
  /** 同一发件人每小时的封数上限；超出的隔离 */
  maxHourlyPerSender: number
  /** 是否启用 */
  isEnabled: boolean
  /** 服务器的编号版本（IMAP UIDVALIDITY） */
  uidValidity: string | null
  /** 已收到的最大编号（IMAP UID） */
  lastUid: ColumnType<number, number | undefined, number>
  /** 最近一次收取成功的时间 */
  readAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 最近一次失败的原因；空为正常 */
  failure: string | null
  /** 正在收取的工作进程 */
  leaseHolder: string | null
  /** 值守到 */
  leaseUntil: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 修改时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  changedBy: string | null
  /** 收件服务器根证书（PEM），内部签发的证书用；空为采用本机信任的机构 */
  ca: ColumnType<string, string | undefined, string>
}

/** 去信：答复与自动告知 */
export type OutboundMailTable = {
  /** 去信标识 */
  outboundMailId: string
  /** 所属往来 */
  mailThreadId: string
  /** 答复、自动告知 */
  kind: string
  /** 收件人的邮箱 */
  contactId: string
  /** 邮件标识（Message-ID） */
  messageId: string
  /** 所答复的邮件 */
  inReplyTo: string | null
  /** 主题 */
  subject: string
  /** 正文 */
  text: string
  /** 状态：待发、已发、失败、被退回 */
  state: string
  /** 发送次数 */
  attempts: ColumnType<number, number | undefined, number>
  /** 邮件服务器的应答或退信原因 */
  answer: ColumnType<string, string | undefined, string>
  /** 写成时间 */
  writtenAt: ColumnType<Date, Date | string, Date | string>
  /** 作者 */
  writtenBy: string | null
  /** 作者名称 */
  writtenByName: string
  /** 下次发送时间 */
  nextAttemptAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 发出时间 */
  sentAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 发出时是否在正文后附跟踪链接；链接本身不留在正文里 */
  carriesLink: ColumnType<boolean, boolean | undefined, boolean>
}

/** 公共免费邮箱域名：只发通知，不带数据附件（合同一.5、九(八)，AMB-43） */
export type PublicMailDomainTable = {
  /** 域名 */
  domain: string
  /** 加入时间 */
  addedAt: ColumnType<Date, Date | string | undefined, Date | string>
  /** 加入人；空为随系统提供 */
  addedBy: string | null
}

/** 录音的调取与移除记录，只增不改 */
export type RecordingAccessTable = {
  /** 序号 */
  recordingAccessId: GeneratedAlways<number>
  /** 来电 */
  telephoneCallId: string
  /** 调取或移除 */
  kind: string
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 操作者 */
  actorId: string | null
  /** 操作者名称 */
  actorName: string
  /** 理由或依据 */
  reason: string
}

/** 录音保留期：自生效日起；没有设置的保留 180 天（合同未约定） */
export type RecordingRetentionTable = {
  /** 生效日 */
  effectiveOn: string
  /** 保留天数 */
  keepsDays: number
  /** 理由 */
  reason: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人姓名 */
  setByName: string
}

/** 满意度评价：办结后由提出人自己评价，一次，不能修改 */
export type SurveyTable = {
  /** 服务工单 */
  requestId: string
  /** 渠道：自助门户、跟踪链接 */
  channel: string
  /** 满意度，1（很不满意）至 5（很满意） */
  score: number
  /** 评价说明 */
  remark: ColumnType<string, string | undefined, string>
  /** 评价时间 */
  answeredAt: ColumnType<Date, Date | string, Date | string>
  /** 评价人；经跟踪链接的为空 */
  answeredBy: string | null
}

/** 来电；状态与时间由其事件推算 */
export type TelephoneCallTable = {
  /** 来电标识 */
  telephoneCallId: string
  /** 来历：总机上报、人工登记 */
  origin: string
  /** 电话事件来源 */
  source: string | null
  /** 来源中的通话标识 */
  sourceCallId: string | null
  /** 线路 */
  line: string
  /** 主叫号码；空为不显示号码的来电 */
  contactId: string | null
  /** 接听的分机或座席 */
  agent: ColumnType<string, string | undefined, string>
  /** 状态：振铃、已接听、未接放弃、已结束 */
  state: string
  /** 最早一个事件的时间 */
  beganAt: ColumnType<Date, Date | string, Date | string>
  /** 接听时间 */
  answeredAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 放弃或结束的时间 */
  overAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 登记说明 */
  note: ColumnType<string, string | undefined, string>
  /** 人工登记人 */
  loggedBy: string | null
  /** 人工登记人姓名 */
  loggedByName: string | null
  /** 进入系统的时间 */
  loggedAt: ColumnType<Date, Date | string, Date | string>
}

/** 电话事件，只增不改；不含号码和录音位置 */
export type TelephoneEventTable = {
  /** 序号 */
  telephoneEventId: GeneratedAlways<number>
  /** 来电 */
  telephoneCallId: string
  /** 来源；空为人工登记 */
  source: string | null
  /** 来源给出的事件标识：同一事件只记一次 */
  eventId: string
  /** 事件：振铃、接听、放弃、结束、录音 */
  kind: string
  /** 发生时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 分机或座席 */
  agent: ColumnType<string, string | undefined, string>
  /** 签名，用以识别原样重放 */
  signature: ColumnType<string, string | undefined, string>
  /** 收到时间 */
  receivedAt: ColumnType<Date, Date | string, Date | string>
}

/** 服务热线的线路（合同：7726、7717） */
export type TelephoneLineTable = {
  /** 线路号码 */
  line: string
  /** 名称 */
  title: string
  /** 是否开通；不开通的线路的事件不予接收 */
  isOpen: ColumnType<boolean, boolean | undefined, boolean>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
}

/** 电话事件的来源：总机或 SIP 旁听程序，各有签名密钥 */
export type TelephoneSourceTable = {
  /** 来源代号，出现在事件地址中 */
  source: string
  /** 名称 */
  title: string
  /** 签名密钥（加密保存，只能更换，不能读回） */
  secretSealed: string
  /** 密钥更换时间 */
  secretChangedAt: ColumnType<Date, Date | string, Date | string>
  /** 签名时间允许的偏差（秒） */
  toleranceSeconds: number
  /** 是否启用 */
  isEnabled: boolean
  /** 最近收到事件的时间 */
  lastEventAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 修改时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  changedBy: string | null
}

/** 服务工单：热线专有的部分；流程、版次、时限、经过在申请中 */
export type TicketTable = {
  /** 申请 */
  requestId: string
  /** 来电线路；空为不经热线受理 */
  line: string | null
  /** 来电 */
  telephoneCallId: string | null
  /** 来电号码或发件邮箱；号码归属变了，工单随之显示新的归属 */
  contactId: string | null
  /** 来电人（已知的人员） */
  personId: string | null
  /** 类别：咨询、故障、权限、数据、投诉、需求 */
  category: string
  /** 影响：整个子系统、一个单位、个人 */
  impact: string
  /** 紧急程度：业务中断、受影响、不影响 */
  urgency: string
  /** 所用规则的生效日期 */
  rulesOn: string
  /** 接到时间：时限自此起算 */
  receivedAt: ColumnType<Date, Date | string, Date | string>
  /** 录单时间 */
  registeredAt: ColumnType<Date, Date | string, Date | string>
  /** 首次答复时间 */
  firstAnsweredAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 首次答复人 */
  firstAnsweredBy: string | null
  /** 首次答复内容 */
  firstAnswer: ColumnType<string, string | undefined, string>
  /** 首次接触即交付解决办法 */
  isSolvedAtOnce: ColumnType<boolean, boolean | undefined, boolean>
  /** 承诺的回电时刻 */
  callBackAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 检索词：标题与描述的字词 */
  terms: ColumnType<string[], readonly string[] | undefined, readonly string[]>
}

/** 服务工单规则：影响与紧急程度定优先级，优先级定时限；自生效日起适用，只增不改 */
export type TicketRulesTable = {
  /** 生效日期 */
  effectiveOn: string
  /** 优先级矩阵：影响 → 紧急程度 → 优先级 */
  priorities: ColumnType<unknown, string, string>
  /** 各优先级的首次响应与解决时限，各注明是否合同约定 */
  targets: ColumnType<unknown, string, string>
  /** 理由 */
  reason: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人姓名 */
  setByName: string
}

export type ServiceDeskTables = {
  'serviceDesk.aftercareRules': AftercareRulesTable
  'serviceDesk.article': ArticleTable
  'serviceDesk.articleEvent': ArticleEventTable
  'serviceDesk.articleUse': ArticleUseTable
  'serviceDesk.articleVersion': ArticleVersionTable
  'serviceDesk.callRecording': CallRecordingTable
  'serviceDesk.followLink': FollowLinkTable
  'serviceDesk.followRate': FollowRateTable
  'serviceDesk.followUp': FollowUpTable
  'serviceDesk.inboundMail': InboundMailTable
  'serviceDesk.mailAttachment': MailAttachmentTable
  'serviceDesk.mailThread': MailThreadTable
  'serviceDesk.mailbox': MailboxTable
  'serviceDesk.outboundMail': OutboundMailTable
  'serviceDesk.publicMailDomain': PublicMailDomainTable
  'serviceDesk.recordingAccess': RecordingAccessTable
  'serviceDesk.recordingRetention': RecordingRetentionTable
  'serviceDesk.survey': SurveyTable
  'serviceDesk.telephoneCall': TelephoneCallTable
  'serviceDesk.telephoneEvent': TelephoneEventTable
  'serviceDesk.telephoneLine': TelephoneLineTable
  'serviceDesk.telephoneSource': TelephoneSourceTable
  'serviceDesk.ticket': TicketTable
  'serviceDesk.ticketRules': TicketRulesTable
}
