// Generated from the migrations by scripts/generate-tables.ts; do not edit.
import type { ColumnType } from 'kysely'

/** 每日样本汇总：过去日期的投影，样本清除后仍在 */
export type AvailabilityDayTable = {
  /** 部件 */
  componentId: string
  /** 日期 */
  day: string
  /** 样本数 */
  samples: number
  /** 失败样本数 */
  failures: number
  /** 有样本覆盖的秒数 */
  coveredSeconds: number
  /** 没有样本的时段（自当日零时起的秒）：可用与否未知 */
  uncovered: ColumnType<unknown, string, string>
  /** 响应时间中位数（毫秒） */
  p50Ms: number | null
  /** 响应时间第 95 百分位（毫秒） */
  p95Ms: number | null
}

/** 可用性探测样本：测量数据，按日分区，过期整区清除；其封存汇总才是证据 */
export type AvailabilitySampleTable = {
  /** 部件（不设外键：每秒写入多，登记行不会删除） */
  componentId: string
  /** 探测开始时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 是否可用 */
  isUp: boolean
  /** 耗时（毫秒） */
  tookMs: number | null
  /** 不可用的现象 */
  failure: string | null
}

/** 用过的检查目录全文（合同 M3-08：每份记录注明所依据的检查模板及版本），只增不改 */
export type CatalogueTable = {
  /** 目录内容的 SM3 摘要 */
  sm3: string
  /** 目录版本 */
  version: string
  /** 目录全文 */
  document: ColumnType<unknown, string, string>
  /** 首次使用时间 */
  firstUsedAt: ColumnType<Date, Date | string, Date | string>
}

/** 个别部件的阈值调整，须有理由和失效日 */
export type CheckOverrideTable = {
  /** 调整标识 */
  checkOverrideId: string
  /** 部件 */
  componentId: string
  /** 检查项编号 */
  checkCode: string
  /** 关注阈值；空为不调整 */
  warn: number | null
  /** 异常阈值；空为不调整 */
  critical: number | null
  /** 理由 */
  reason: string
  /** 失效日（当日仍有效） */
  expiresOn: string
  /** 设置时间 */
  setAt: ColumnType<Date, Date | string, Date | string>
  /** 设置人 */
  setBy: string | null
  /** 设置人姓名 */
  setByName: string
  /** 撤销时间 */
  revokedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 撤销人 */
  revokedBy: string | null
}

/** 巡检记录与巡检报告的各个版本：内容冻结，扫描件对应确切版本 */
export type DocumentTable = {
  /** 文档标识 */
  documentId: string
  /** 巡检 */
  runId: string | null
  /** 报告 */
  reportId: string | null
  /** 版本 */
  version: number
  /** 文档内容 */
  model: ColumnType<unknown, string, string>
  /** 内容的 SM3 摘要，印在页脚 */
  modelSm3: string
  /** 生成时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
}

/** 可用性监测的值守权：同一时刻只有一个工作进程探测 */
export type MonitorLeaseTable = {
  /** 名称 */
  name: string
  /** 持有进程 */
  holder: string
  /** 持有到 */
  heldUntil: ColumnType<Date, Date | string, Date | string>
  /** 监测自身的运行情况：监测数、每分钟探测数、启动延迟 */
  stats: ColumnType<unknown, string | undefined, string>
}

/** 可用性监测的个别设置；没有设置的应用与数据库每 30 秒探测一次 */
export type MonitorSettingTable = {
  /** 部件 */
  componentId: string
  /** 是否监测 */
  isEnabled: boolean
  /** 间隔（秒） */
  intervalSeconds: number
  /** 理由 */
  reason: ColumnType<string, string | undefined, string>
  /** 版本（用于防止互相覆盖） */
  version: ColumnType<number, number | undefined, number>
  /** 修改时间 */
  changedAt: ColumnType<Date, Date | string, Date | string>
  /** 修改人 */
  changedBy: string | null
}

/** 巡检报告（合同 M3-03：将巡检记录汇总成巡检报告） */
export type ReportTable = {
  /** 报告标识 */
  reportId: string
  /** 报告编号 */
  number: string
  /** 子系统；全部为 platform */
  subsystem: string
  /** 汇总期开始日 */
  periodFrom: string
  /** 汇总期结束日 */
  periodTo: string
  /** 生成时间 */
  madeAt: ColumnType<Date, Date | string, Date | string>
  /** 生成人 */
  madeBy: string | null
  /** 证据 */
  evidenceId: string
}

/** 报告所汇总的记录：每份记录恰好进入一份报告 */
export type ReportRunTable = {
  /** 巡检 */
  runId: string
  /** 报告 */
  reportId: string
}

/** 检查结果：采集到的值，任何人不能改写，只能另加意见 */
export type ResultTable = {
  /** 检查行标识 */
  runItemId: string
  /** 结论：正常、关注、异常、未检 */
  verdict: string
  /** 采集值（已换算为显示单位） */
  value: ColumnType<unknown, string, string>
  /** 单位 */
  unit: string
  /** 上次采集值 */
  previous: ColumnType<unknown, string | null | undefined, string | null>
  /** 与上次之差 */
  delta: number | null
  /** 结论依据或未检原因 */
  reason: string
  /** 目标应答耗时（毫秒） */
  tookMs: number | null
  /** 目标自报的产品 */
  engine: string
  /** 目标自报的版本 */
  engineVersion: string
  /** 原始应答 */
  raw: ColumnType<unknown, string | null | undefined, string | null>
  /** 采集时间 */
  capturedAt: ColumnType<Date, Date | string, Date | string>
  /** 人工项的检查人 */
  capturedBy: string | null
  /** 检查人名称 */
  capturedByName: string
}

/** 对检查结果的意见，只增不改 */
export type ResultCommentTable = {
  /** 意见标识 */
  resultCommentId: string
  /** 检查行标识 */
  runItemId: string
  /** 时间 */
  at: ColumnType<Date, Date | string, Date | string>
  /** 作者 */
  authorId: string | null
  /** 作者姓名 */
  authorName: string
  /** 内容 */
  text: string
}

/** 人工检查项的照片与附件，只增不改 */
export type ResultFileTable = {
  /** 检查行标识 */
  runItemId: string
  /** 次序 */
  position: number
  /** 内容摘要 */
  sm3: string
  /** 文件名 */
  fileName: string
  /** 媒体类型 */
  mediaType: string
  /** 字节数 */
  bytes: number
}

/** 一次巡检 */
export type RunTable = {
  /** 巡检标识 */
  runId: string
  /** 巡检记录编号 */
  number: string
  /** 类别：每周、每日、每周专项、临时、复检 */
  kind: string
  /** 子系统；跨子系统为 platform */
  subsystem: string
  /** 名称 */
  title: string
  /** 工单 */
  workOrderId: string
  /** 所履行的应办事项 */
  occurrenceId: string | null
  /** 状态：进行中、已完成、已取消 */
  state: string
  /** 所依据的检查目录 */
  catalogueSm3: string
  /** 发起人；空为系统按计划发起 */
  requestedBy: string | null
  /** 发起人名称 */
  requestedByName: string
  /** 开始时间 */
  startedAt: ColumnType<Date, Date | string, Date | string>
  /** 结束时间 */
  endedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 要求取消的时间 */
  cancelRequestedAt: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  /** 巡检记录证据 */
  evidenceId: string | null
  /** 结论计数与隐患编号 */
  summary: ColumnType<unknown, string | null | undefined, string | null>
}

/** 一次巡检计划检查的项：先列全，再逐项检查 */
export type RunItemTable = {
  /** 检查行标识 */
  runItemId: string
  /** 巡检 */
  runId: string
  /** 次序 */
  position: number
  /** 部件；不针对部件的项为空 */
  componentId: string | null
  /** 部件所属子系统 */
  subsystem: string
  /** 部件名称（当时） */
  componentTitle: string
  /** 检查项编号 */
  checkCode: string
  /** 检查项名称 */
  checkTitle: string
  /** 部分：系统运行、中间件、数据库、备份 */
  section: string
  /** 是否人工检查项 */
  isManual: boolean
  /** 所用判定规则与阈值 */
  judge: ColumnType<unknown, string, string>
  /** 所用的阈值调整 */
  checkOverrideId: string | null
}

/** 巡检记录的签认：巡检人与复核人须为不同的人 */
export type RunSignatureTable = {
  /** 巡检 */
  runId: string
  /** 身份：巡检人、复核人 */
  role: string
  /** 签认人 */
  userId: string
  /** 签认人姓名 */
  name: string
  /** 签认时间 */
  signedAt: ColumnType<Date, Date | string, Date | string>
  /** 意见 */
  note: ColumnType<string, string | undefined, string>
}

/** 签字盖章扫描件，只增不改 */
export type SignedScanTable = {
  /** 扫描件标识 */
  signedScanId: string
  /** 所对应的文档版本 */
  documentId: string
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

export type InspectionTables = {
  'inspection.availabilityDay': AvailabilityDayTable
  'inspection.availabilitySample': AvailabilitySampleTable
  'inspection.catalogue': CatalogueTable
  'inspection.checkOverride': CheckOverrideTable
  'inspection.document': DocumentTable
  'inspection.monitorLease': MonitorLeaseTable
  'inspection.monitorSetting': MonitorSettingTable
  'inspection.report': ReportTable
  'inspection.reportRun': ReportRunTable
  'inspection.result': ResultTable
  'inspection.resultComment': ResultCommentTable
  'inspection.resultFile': ResultFileTable
  'inspection.run': RunTable
  'inspection.runItem': RunItemTable
  'inspection.runSignature': RunSignatureTable
  'inspection.signedScan': SignedScanTable
}
